namespace Pulse.Generators;

/// <summary>Where each diagnostic is explained.</summary>
internal static class DocumentationPages
{
    private const string Folder = "https://github.com/pulse-dotnet/pulse/blob/main/docs/diagnostics/";

    public static string Of(string diagnosticId) => Folder + diagnosticId + ".md";
}
