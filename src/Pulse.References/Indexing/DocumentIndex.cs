using Pulse.References.Diagnostics;
using Pulse.References.Scanning;

namespace Pulse.References.Indexing;

/// <summary>The documents that a project names, found by service and by schema.</summary>
internal sealed class DocumentIndex
{
    private readonly Dictionary<string, ReferenceDocument> _schemas = [];

    public DocumentIndex(IEnumerable<InputFile> files)
    {
        // The order of files must not show, so of two documents with one id the first by path counts.
        var scanned = files.ToList();
        Broken.AddRange(
            scanned
                .Where(file => file.Error is not null)
                .Select(file => file.Path)
                .Concat(
                    scanned
                        .SelectMany(file => file.Documents)
                        .Where(document => document.MissingKey is not null)
                        .Select(document => document.Path)
                )
                .OrderBy(path => path, StringComparer.Ordinal)
        );
        IsEmpty = scanned.Count == 0;
        foreach (
            var document in scanned
                .SelectMany(file => file.Documents)
                .OrderBy(document => document.Path, StringComparer.Ordinal)
        )
        {
            if (document.MissingKey is not null)
                Diagnostics.Add(Incomplete(document, document.MissingKey));
            if (document.Service is not null)
                References.Add(document);
            foreach (var key in document.Keys)
            {
                if (!_schemas.TryGetValue(key, out var first))
                    _schemas.Add(key, document);
                else if (
                    first.HasId
                    && document.HasId
                    && first.Text != document.Text
                    && key == SchemaUri.Key(document.Uri!)
                )
                    Diagnostics.Add(Duplicate(document, first));
            }
        }
    }

    public bool IsEmpty { get; }

    public List<ReferenceDocument> References { get; } = [];

    /// <summary>What is wrong whatever class asks: a schema that another document has in other words, a reference without a service.</summary>
    public List<InputDiagnostic> Diagnostics { get; } = [];

    /// <summary>The paths of the files that are broken: what is missed may be in one of them.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>A reference and, in the order of their URIs, all schemas that it reaches.</summary>
    public IEnumerable<ReferenceDocument> ClosureOf(ReferenceDocument reference)
    {
        var reached = new HashSet<ReferenceDocument>();
        var open = new Stack<string>(reference.PointsTo);
        while (open.Count > 0)
        {
            if (!_schemas.TryGetValue(open.Pop(), out var schema) || !reached.Add(schema))
                continue;
            foreach (var next in schema.PointsTo)
                open.Push(next);
        }

        return reached.OrderBy(schema => schema.Uri, StringComparer.Ordinal).Prepend(reference);
    }

    private static InputDiagnostic Incomplete(ReferenceDocument document, string key) =>
        InputDiagnostic.At(
            document.PositionOf("/" + key),
            DiagnosticRule.MalformedReference,
            $"An exchange reference has '{key}', {(key == "entries" ? "a list of entries" : "a string that is not empty")}; without it, no class can get the bindings of this one"
        );

    private static InputDiagnostic Duplicate(ReferenceDocument document, ReferenceDocument first) =>
        InputDiagnostic.At(
            document.PositionOf("/" + document.IdKeyword),
            DiagnosticRule.DuplicateSchema,
            SchemaUri.Display(document.Uri!),
            first.Path
        );
}
