namespace Pulse.References.Scanning;

/// <summary>
/// Where schemas live. Their <c>$id</c>s are mostly rootless (<c>/schemas/queue/v1/task.json#</c>), so they
/// are given a root that cannot exist (RFC 2606): nothing can ever be fetched from it.
/// </summary>
internal static class SchemaUri
{
    public const string Root = "http://pulse.invalid/";

    /// <summary>What a relative or absolute reference means where a base URI holds; fragment included.</summary>
    public static string Resolve(string baseUri, string reference)
    {
        if (reference.Length == 0 || reference[0] == '#')
            return WithoutFragment(baseUri) + reference;
        // What cannot be a URI is kept as it is: then no document has it, and that is reported.
        return Uri.TryCreate(baseUri, UriKind.Absolute, out var from) && Uri.TryCreate(from, reference, out var uri)
            ? uri.ToString()
            : reference;
    }

    /// <summary>The URI of an entry's <c>schema</c>, which is relative to the service's own schemas.</summary>
    public static string OfEntry(string serviceName, string schema) => Resolve($"{Root}schemas/{serviceName}/", schema);

    /// <summary>
    /// Under what a document is found: its URI without the fragment and without <c>.json</c>, which
    /// references leave out at times.
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
