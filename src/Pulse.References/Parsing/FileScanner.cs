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
            if (!Scan(reader, file))
                return Fail(file, 0, 0, "it is empty");
            if (reader.Depth > 0)
                return Fail(file, reader.LineNumber, reader.LinePosition, "it ends in the middle");
        }
        catch (JsonReaderException notJson)
        {
            return Fail(file, notJson.LineNumber, notJson.LinePosition, Sentence(notJson.Message));
        }

        return file;
    }

    private static bool Scan(JsonTextReader reader, ReferenceFile file)
    {
        var hasTokens = false;
        string? id = null, serviceName = null, apiVersion = null;
        var hasEntries = false;
        var references = new List<string>();
        var entrySchemas = new List<string>();

        var property = "";
        while (reader.Read())
        {
            hasTokens = true;
            switch (reader.TokenType)
            {
                case JsonToken.Comment:
                    throw new JsonReaderException("A comment is no JSON.", reader.Path, reader.LineNumber, reader.LinePosition, null);
                case JsonToken.PropertyName when reader.QuoteChar != '"':
                    throw new JsonReaderException("A property's name is in double quotes.", reader.Path, reader.LineNumber, reader.LinePosition, null);
                case JsonToken.PropertyName:
                    property = (string)reader.Value!;
                    continue;
                case JsonToken.StartArray when property == "entries" && reader.Depth == 1:
                    hasEntries = true;
                    break;
                case JsonToken.String:
                    var value = (string)reader.Value!;
                    switch (property)
                    {
                        case "$id" or "id" when reader.Depth == 1:
                            id ??= value;
                            break;
                        case "serviceName" when reader.Depth == 1:
                            serviceName = value;
                            break;
                        case "apiVersion" when reader.Depth == 1:
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

        return hasTokens;
    }

    private static EquatableArray<string> Targets(IEnumerable<string> uris) =>
        uris.Select(SchemaUri.WithoutFragment).Distinct().OrderBy(uri => uri, StringComparer.Ordinal).ToEquatableArray();

    private static ReferenceFile Fail(ReferenceFile file, int line, int column, string reason)
    {
        var position = new FilePosition(file.Path, Math.Max(0, line - 1), Math.Max(0, column - 1));
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
