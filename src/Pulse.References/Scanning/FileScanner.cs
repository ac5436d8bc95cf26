using Pulse.References.Collections;
using Pulse.References.Diagnostics;
using Pulse.References.Json;

namespace Pulse.References.Scanning;

/// <summary>
/// Reads a file's tokens once: checks that it is JSON, and finds its documents and what they point to. A file is
/// one document or a bundle: <c>[{"filename": "schemas/queue/v1/task.json", "content": {…}}, …]</c>.
/// </summary>
internal static class FileScanner
{
    /// <param name="path">The path of the file.</param>
    /// <param name="text">The text of the file; null if it cannot be read.</param>
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
                    : [.. Document(path, path, text, scanner)];
            while (scanner.Read())
            {
                // To the end: what follows must be JSON too.
            }

            return new(path, documents.ToEquatableArray(), null);
        }
        catch (JsonScanException) when (Yaml.IsProbably(path, text))
        {
            return Fail(path, text, 0, DiagnosticRule.NotJson, Yaml.NotSupported);
        }
        catch (JsonScanException notJson)
        {
            return Fail(path, text, notJson.Offset, DiagnosticRule.NotJson, notJson.Message);
        }
    }

    /// <summary>The result for a file whose bytes are not UTF-8.</summary>
    public static InputFile NotUtf8(string path, string text, int offset) =>
        Fail(path, text, offset, DiagnosticRule.NotUtf8);

    private static IEnumerable<InputDocument> Bundle(string path, string text, JsonScanner scanner)
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

            // The name may follow the content, so the content is scanned only now.
            if (content is not { } start)
                continue;
            var inner = new JsonScanner(text, start);
            inner.Read();
            foreach (var document in Document(path, name ?? path, text, inner))
                yield return document;
        }
    }

    /// <summary>The document that begins at the scanner's token.</summary>
    private static IEnumerable<InputDocument> Document(string path, string name, string text, JsonScanner scanner)
    {
        var start = scanner.Start;
        var outline = DocumentScanner.Scan(scanner);
        var source = new DocumentSource(path, text, start, text.Substring(start, scanner.End - start));
        return DocumentClassifier.Classify(source, name, outline);
    }

    private static InputFile Fail(
        string path,
        string text,
        int offset,
        DiagnosticRule rule,
        params string[] arguments
    ) => new(path, default, InputDiagnostic.At(FilePosition.Of(path, text, offset, offset), rule, arguments));
}
