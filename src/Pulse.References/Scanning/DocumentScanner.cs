using Pulse.References.Json;

namespace Pulse.References.Scanning;

/// <summary>Reads a document's tokens once and collects its outline. It knows keys, not formats.</summary>
internal static class DocumentScanner
{
    /// <param name="scanner">Stands on the document's first token, and is left on its last.</param>
    public static DocumentOutline Scan(JsonScanner scanner)
    {
        var outline = new DocumentOutline();
        var root = scanner.Depth;
        var isContainer = scanner.Kind is JsonTokenKind.StartObject or JsonTokenKind.StartArray;
        while (isContainer && scanner.Read() && scanner.Depth >= root)
        {
            if (scanner.Kind != JsonTokenKind.PropertyName)
                continue;
            var isTop = scanner.Depth == root;
            var property = scanner.Text;
            scanner.Read();
            if (isTop)
                AddKey(outline, property, isList: scanner.Kind == JsonTokenKind.StartArray);
            if (scanner.Kind == JsonTokenKind.String)
                AddString(outline, property, isTop, scanner);
        }

        return outline;
    }

    private static void AddKey(DocumentOutline outline, string property, bool isList)
    {
        outline.HasEntries |= property == "entries";
        outline.HasEntryList |= property == "entries" && isList;
        outline.HasExchangePrefix |= property == "exchangePrefix";
    }

    private static void AddString(DocumentOutline outline, string property, bool isTop, JsonScanner scanner)
    {
        switch (property)
        {
            case "$id" when isTop:
                outline.Id = scanner.Text;
                break;
            case "id" when isTop:
                outline.PlainId = scanner.Text;
                break;
            case "$id" or "id":
                outline.InnerIds.Add(scanner.Text);
                break;
            case "$schema" when isTop:
                outline.Dialect = scanner.Text;
                break;
            case "$ref" or "$dynamicRef" or "$recursiveRef":
                outline.Refs.Add(scanner.Text);
                break;
            case "serviceName" when isTop:
                outline.ServiceName = scanner.Text;
                break;
            case "apiVersion" when isTop:
                outline.ApiVersion = scanner.Text;
                break;
            case "schema":
                outline.EntrySchemas.Add(scanner.Text);
                break;
        }
    }
}
