using Pulse.References.Collections;
using Pulse.References.Json;

namespace Pulse.References.Scanning;

/// <summary>Reads past a document, noting who it is and what it points to.</summary>
internal static class DocumentScanner
{
    /// <param name="path">The file.</param>
    /// <param name="name">What the document is called, for one that has no <c>$id</c>.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="scanner">Stands on the document's first token; is left on its last.</param>
    public static ReferenceDocument Scan(string path, string name, string text, JsonScanner scanner)
    {
        var start = scanner.Start;
        var root = scanner.Depth;
        string? id = null,
            oldId = null,
            dialect = null,
            serviceName = null,
            apiVersion = null;
        bool hasEntries = false,
            hasEntryList = false,
            hasPrefix = false;
        List<string> ids = [],
            references = [],
            entrySchemas = [];

        var isContainer = scanner.Kind is JsonTokenKind.StartObject or JsonTokenKind.StartArray;
        while (isContainer && scanner.Read() && scanner.Depth >= root)
        {
            if (scanner.Kind != JsonTokenKind.PropertyName)
                continue;

            var isTop = scanner.Depth == root;
            var property = scanner.Text;
            scanner.Read();
            hasEntries |= isTop && property == "entries";
            hasEntryList |= isTop && property == "entries" && scanner.Kind == JsonTokenKind.StartArray;
            hasPrefix |= isTop && property == "exchangePrefix";
            if (scanner.Kind != JsonTokenKind.String)
                continue;

            switch (property)
            {
                case "$id" when isTop:
                    id = scanner.Text;
                    break;
                case "id" when isTop:
                    oldId = scanner.Text;
                    break;
                case "$id" or "id":
                    ids.Add(scanner.Text);
                    break;
                case "$schema" when isTop:
                    dialect = scanner.Text;
                    break;
                case "$ref" or "$dynamicRef" or "$recursiveRef":
                    references.Add(scanner.Text);
                    break;
                case "serviceName" when isTop:
                    serviceName = scanner.Text;
                    break;
                case "apiVersion" when isTop:
                    apiVersion = scanner.Text;
                    break;
                case "schema":
                    entrySchemas.Add(scanner.Text);
                    break;
            }
        }

        var document = new ReferenceDocument(path, text, start, text.Substring(start, scanner.End - start));
        // References of other kinds, such as those of HTTP APIs, have services and entries too.
        var isReference =
            dialect?.Contains("exchanges-reference") == true
            || (hasPrefix && (serviceName is not null || hasEntries))
            || (dialect is null && serviceName is not null && hasEntryList);
        if (isReference)
        {
            if (string.IsNullOrEmpty(serviceName) || !hasEntryList)
                return document with { MissingKey = hasEntryList ? "serviceName" : "entries" };
            return document with
            {
                Dialect = dialect,
                Service = new ServiceKey(serviceName!, apiVersion ?? ""),
                PointsTo = Keys(entrySchemas.Select(schema => SchemaUri.OfEntry(serviceName!, schema))),
            };
        }

        // 'id' is draft 4's word; in any other document it may be anything.
        if (dialect?.Contains("draft-04") == true)
            id ??= oldId;
        var uri = SchemaUri.WithoutFragment(SchemaUri.Resolve(SchemaUri.Root, id ?? PathInTree(name)));
        // Inside a schema with an '$id' of its own references start from that one; which, a closer look decides.
        var bases = ids.Select(inner => SchemaUri.Resolve(uri, inner)).Prepend(uri).ToList();
        return document with
        {
            Uri = uri,
            HasId = id is not null,
            Dialect = dialect,
            Keys = Keys(bases),
            PointsTo = Keys(
                bases.SelectMany(from => references.Select(reference => SchemaUri.Resolve(from, reference)))
            ),
        };
    }

    /// <summary>Where a file without <c>$id</c> would be served: from <c>schemas/</c> on, if its path has that.</summary>
    private static string PathInTree(string name)
    {
        name = "/" + name.Replace('\\', '/').TrimStart('/');
        var tree = name.LastIndexOf("/schemas/", StringComparison.Ordinal);
        return tree >= 0 ? name.Substring(tree) : name.Substring(name.LastIndexOf('/'));
    }

    private static EquatableArray<string> Keys(IEnumerable<string> uris) =>
        uris.Select(SchemaUri.Key).Distinct().OrderBy(uri => uri, StringComparer.Ordinal).ToEquatableArray();
}
