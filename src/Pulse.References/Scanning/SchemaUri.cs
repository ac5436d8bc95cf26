namespace Pulse.References.Scanning;

/// <summary>
/// The URIs of schemas. Most <c>$id</c>s have no host (<c>/schemas/queue/v1/task.json#</c>), so they get one that cannot
/// exist (RFC 2606): nothing can ever be fetched from it.
/// </summary>
internal static class SchemaUri
{
    public const string Root = "http://pulse.invalid/";

    /// <summary>The absolute form of a URI that may be relative, including its fragment.</summary>
    public static string Resolve(string baseUri, string relative)
    {
        if (relative.Length == 0 || relative[0] == '#')
            return WithoutFragment(baseUri) + relative;
        // An invalid URI is kept as it is: no document has it, and that is reported.
        return Uri.TryCreate(baseUri, UriKind.Absolute, out var from) && Uri.TryCreate(from, relative, out var uri)
            ? uri.ToString()
            : relative;
    }

    /// <summary>The URI of an entry's <c>schema</c>, which is relative to the service's own schemas.</summary>
    public static string OfEntry(string serviceName, string schema) => Resolve($"{Root}schemas/{serviceName}/", schema);

    /// <summary>
    /// The key of a document in the index: its URI without the fragment and without <c>.json</c>, which some <c>$ref</c>s
    /// omit.
    /// </summary>
    public static string Key(string uri)
    {
        uri = WithoutFragment(uri);
        return uri.EndsWith(".json", StringComparison.Ordinal) ? uri.Substring(0, uri.Length - ".json".Length) : uri;
    }

    public static string WithoutFragment(string uri)
    {
        var fragment = uri.IndexOf('#');
        return fragment < 0 ? uri : uri.Substring(0, fragment);
    }

    public static string Fragment(string uri)
    {
        var fragment = uri.IndexOf('#');
        return fragment < 0 ? "" : uri.Substring(fragment + 1);
    }

    /// <summary>A URI as its author would write it, for messages.</summary>
    public static string Display(string uri) =>
        (uri.StartsWith(Root, StringComparison.Ordinal) ? uri.Substring(Root.Length - 1) : uri).TrimEnd('#');
}
