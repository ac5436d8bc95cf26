namespace Pulse.References.Parsing;

/// <summary>
/// Where schemas live. Their <c>$id</c>s are rootless (<c>/schemas/queue/v1/task.json#</c>), so they
/// are given a root that cannot exist (RFC 2606): nothing can ever be fetched from it.
/// </summary>
internal static class SchemaUri
{
    public const string Root = "http://pulse.invalid";

    private static readonly Uri RootUri = new(Root);

    /// <summary>A document's URI, from its <c>$id</c>.</summary>
    public static string OfDocument(string id) => WithoutFragment(Combine(RootUri, id));

    /// <summary>The URI of an entry's <c>schema</c>, which is relative to the service's own schemas.</summary>
    public static string OfEntry(string serviceName, string schema) =>
        WithoutFragment(Combine(new Uri(RootUri, $"/schemas/{serviceName}/"), schema));

    /// <summary>A <c>$ref</c> as seen from its document, fragment included.</summary>
    public static string Resolve(string document, string reference) => Combine(new Uri(document), reference);

    public static string WithoutFragment(string uri)
    {
        var fragment = uri.IndexOf('#');
        return fragment < 0 ? uri : uri.Substring(0, fragment);
    }

    /// <summary>A URI as its author wrote it, for messages.</summary>
    public static string Display(string uri) =>
        (uri.StartsWith(Root, StringComparison.Ordinal) ? uri.Substring(Root.Length) : uri).TrimEnd('#');

    // What cannot be a URI is kept as it is: then no document has it, and that is reported.
    private static string Combine(Uri from, string reference) =>
        Uri.TryCreate(from, reference, out var uri) ? uri.ToString() : reference;
}
