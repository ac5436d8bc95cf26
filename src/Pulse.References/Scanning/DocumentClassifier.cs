using Pulse.References.Collections;

namespace Pulse.References.Scanning;

/// <summary>Decides what a document is by its outline. A further format is recognized here, and parsed in <c>Formats/</c>.</summary>
internal static class DocumentClassifier
{
    /// <param name="source">The document's text.</param>
    /// <param name="name">The path that stands in for the <c>$id</c> of a schema without one.</param>
    /// <param name="outline">The document's outline.</param>
    /// <returns>The document, once for each thing that it is.</returns>
    public static IEnumerable<InputDocument> Classify(DocumentSource source, string name, DocumentOutline outline)
    {
        if (IsExchangesReference(outline))
            yield return ExchangesReference(source, outline);
        else
            yield return Schema(source, name, outline);
    }

    // References of other kinds, such as those of HTTP APIs, have services and entries too.
    private static bool IsExchangesReference(DocumentOutline outline) =>
        outline.Dialect?.Contains("exchanges-reference") == true
        || (outline.HasExchangePrefix && (outline.ServiceName is not null || outline.HasEntries))
        || (outline.Dialect is null && outline.ServiceName is not null && outline.HasEntryList);

    private static InputDocument ExchangesReference(DocumentSource source, DocumentOutline outline)
    {
        if (!outline.HasEntryList)
            return new IncompleteReference(source, "entries");
        if (outline.ServiceName is not { Length: > 0 } service)
            return new IncompleteReference(source, "serviceName");
        return new ReferenceDocument(
            source,
            new ServiceKey(service, outline.ApiVersion ?? ""),
            Keys(outline.EntrySchemas.Select(schema => SchemaUri.OfEntry(service, schema)))
        );
    }

    private static SchemaDocument Schema(DocumentSource source, string name, DocumentOutline outline)
    {
        var id = outline.Id ?? (SchemaDocument.IsDraftFour(outline.Dialect) ? outline.PlainId : null);
        var uri = SchemaUri.WithoutFragment(SchemaUri.Resolve(SchemaUri.Root, id ?? PathInTree(name)));
        // A '$ref' inside a schema with an '$id' of its own is relative to that one. This pass cannot tell which '$ref' is
        // inside which schema, so every combination counts as a possible target.
        var bases = outline.InnerIds.Select(inner => SchemaUri.Resolve(uri, inner)).Prepend(uri).ToList();
        return new SchemaDocument(source, uri, HasId: id is not null, outline.Dialect)
        {
            Keys = Keys(bases),
            PointsTo = Keys(bases.SelectMany(from => outline.Refs.Select(target => SchemaUri.Resolve(from, target)))),
        };
    }

    /// <summary>The path at which a file without <c>$id</c> would be served: from <c>schemas/</c> on, if it has that.</summary>
    private static string PathInTree(string name)
    {
        name = "/" + name.Replace('\\', '/').TrimStart('/');
        var tree = name.LastIndexOf("/schemas/", StringComparison.Ordinal);
        return tree >= 0 ? name.Substring(tree) : name.Substring(name.LastIndexOf('/'));
    }

    private static EquatableArray<string> Keys(IEnumerable<string> uris) =>
        uris.Select(SchemaUri.Key).Distinct().OrderBy(uri => uri, StringComparer.Ordinal).ToEquatableArray();
}
