using Newtonsoft.Json;
using Pulse.References.Diagnostics;
using Pulse.References.Specs;

namespace Pulse.References.Parsing;

/// <summary>One pass over a file's tokens: is it JSON, which document is it, which schemas does it point to?</summary>
internal static class FileScanner
{
    public static ReferenceFile Scan(string path, string? text)
    {
        var file = new ReferenceFile(path, text ?? "");
        if (text is null)
            return Fail(file, 0, 0, "it cannot be read");

        using var reader = JsonText.Reader(text);
        try
        {
            Scan(reader, file);
        }
        catch (JsonReaderException notJson)
        {
            return Fail(file, notJson.LineNumber, notJson.LinePosition, Sentence(notJson.Message));
        }

        return file;
    }

    private static void Scan(JsonTextReader reader, ReferenceFile file)
    {
        string? id = null, serviceName = null, apiVersion = null;
        var hasEntries = false;
        var hasTokens = false;
        var open = 0; // objects and arrays
        var references = new List<string>();
        var entrySchemas = new List<string>();

        var property = "";
        while (reader.Read())
        {
            hasTokens = true;
            switch (reader.TokenType)
            {
                case JsonToken.StartObject or JsonToken.StartArray:
                    open++;
                    hasEntries |= property == "entries" && open == 2;
                    break;
                case JsonToken.EndObject or JsonToken.EndArray:
                    open--;
                    break;
                case JsonToken.Comment:
                    throw Error(reader, "A comment is no JSON");
                case JsonToken.PropertyName when reader.QuoteChar != '"':
                    throw Error(reader, "A property's name is in double quotes");
                case JsonToken.PropertyName:
                    property = (string)reader.Value!;
                    continue;
                case JsonToken.String:
                    var value = (string)reader.Value!;
                    switch (property)
                    {
                        case "$id" or "id" when open == 1:
                            id ??= value;
                            break;
                        case "serviceName" when open == 1:
                            serviceName = value;
                            break;
                        case "apiVersion" when open == 1:
                            apiVersion = value;
                            break;
                        case "$ref":
                            references.Add(value);
                            break;
                        case "schema":
                            entrySchemas.Add(value);
                            break;
                    }

                    break;
            }

            property = "";
        }

        if (!hasTokens)
            throw Error(reader, "It is empty");
        if (open > 0)
            throw Error(reader, "It ends in the middle");

        if (serviceName is not null && hasEntries)
        {
            file.Service = new ServiceKey(serviceName, apiVersion ?? "");
            file.PointsTo = Targets(entrySchemas.Select(schema => SchemaUri.OfEntry(serviceName, schema)));
        }
        else if (id is not null)
        {
            file.SchemaId = SchemaUri.OfDocument(id);
            file.PointsTo = Targets(references.Select(reference => SchemaUri.Resolve(file.SchemaId, reference)));
        }
    }

    private static EquatableArray<string> Targets(IEnumerable<string> uris) =>
        uris.Select(SchemaUri.WithoutFragment).Distinct().OrderBy(uri => uri, StringComparer.Ordinal).ToEquatableArray();

    private static JsonReaderException Error(JsonTextReader reader, string message) =>
        new(message, reader.Path, reader.LineNumber, reader.LinePosition, null);

    private static ReferenceFile Fail(ReferenceFile file, int line, int column, string reason)
    {
        // The reader counts lines from 1 (0 before the first), and columns up to the character that is wrong.
        var position = new FilePosition(file.Path, Math.Max(0, line - 1), column);
        file.Error = ReferenceDiagnostic.At(position, DiagnosticRule.NotJson, reason);
        return file;
    }

    // "Unexpected character … . Path 'a.b', line 3, position 7." The position is the diagnostic's own.
    private static string Sentence(string message)
    {
        var path = message.IndexOf(" Path '", StringComparison.Ordinal);
        return (path < 0 ? message : message.Substring(0, path)).TrimEnd('.');
    }
}
