using Pulse.References.Collections;
using Pulse.References.Diagnostics;
using Pulse.References.Json;

namespace Pulse.References.Scanning;

/// <summary>
/// One pass over a file's tokens: is it JSON, which documents are in it, what do they point to? A file
/// is one document, or a bundle: <c>[{"filename": "schemas/queue/v1/task.json", "content": {…}}, …]</c>.
/// </summary>
internal static class FileScanner
{
    public static InputFile Scan(string path, string? text)
    {
        if (text is null)
            return Fail(path, "", 0, DiagnosticRule.NotJson, "it cannot be read");
        try
        {
            var scanner = new JsonScanner(text);
            scanner.Read();
            var documents =
                scanner.Kind == JsonTokenKind.StartArray
                    ? Bundle(path, text, scanner).ToList()
                    : [DocumentScanner.Scan(path, path, text, scanner)];
            while (scanner.Read())
            {
                // To the end: what follows must be JSON too.
            }

            return new(path, documents.ToEquatableArray(), null);
        }
        catch (JsonScanException notJson)
        {
            return Fail(path, text, notJson.Offset, DiagnosticRule.NotJson, notJson.Message);
        }
    }

    private static IEnumerable<ReferenceDocument> Bundle(string path, string text, JsonScanner scanner)
    {
        while (scanner.Read() && scanner.Kind != JsonTokenKind.EndArray)
        {
            if (scanner.Kind != JsonTokenKind.StartObject)
            {
                scanner.SkipRest();
                continue;
            }

            string? name = null;
            int? content = null;
            while (scanner.Read() && scanner.Kind == JsonTokenKind.PropertyName)
            {
                var property = scanner.Text;
                scanner.Read();
                if (property == "filename" && scanner.Kind == JsonTokenKind.String)
                    name = scanner.Text;
                else if (property == "content")
                    content = scanner.Start;
                scanner.SkipRest();
            }

            // The name may come after what it names.
            if (content is not { } start)
                continue;
            var inner = new JsonScanner(text, start);
            inner.Read();
            yield return DocumentScanner.Scan(path, name ?? path, text, inner);
        }
    }

    /// <summary>A file whose bytes are no text.</summary>
    public static InputFile NotUtf8(string path, string text, int offset) =>
        Fail(path, text, offset, DiagnosticRule.NotUtf8);

    private static InputFile Fail(
        string path,
        string text,
        int offset,
        DiagnosticRule rule,
        params string[] arguments
    ) => new(path, default, InputDiagnostic.At(TextPosition.Of(path, text, offset, offset), rule, arguments));
}
