namespace TaskclusterSimulator;

/// <summary>Creates UUIDs as Taskcluster writes them: 22 characters of URL-safe base64.</summary>
internal static class Slug
{
    public static string Create() =>
        Convert.ToBase64String(Guid.NewGuid().ToByteArray(bigEndian: true))[..22].Replace('+', '-').Replace('/', '_');
}
