using Pulse.References.Diagnostics;
using Pulse.References.Scanning;

namespace Pulse.References.Indexing;

/// <summary>The documents of all input files, found by service and by schema.</summary>
internal sealed class DocumentIndex
{
    private readonly Dictionary<string, SchemaDocument> _schemas = [];

    public DocumentIndex(IEnumerable<InputFile> files)
    {
        // The result must not depend on the order of files, so of two documents with one id the first by path counts.
        var scanned = files.OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        IsEmpty = scanned.Count == 0;
        foreach (var file in scanned)
        {
            if (file.Error is not null)
                BrokenFiles.Add(file.Path);
            foreach (var document in file.Documents)
                Add(document);
        }
    }

    /// <summary>Whether there is no input file at all.</summary>
    public bool IsEmpty { get; }

    public List<ReferenceDocument> References { get; } = [];

    /// <summary>The errors that do not depend on a class, such as two different schemas with one id.</summary>
    public List<InputDiagnostic> Diagnostics { get; } = [];

    /// <summary>The paths of the files with errors; a missing document may be in one of them.</summary>
    public List<string> BrokenFiles { get; } = [];

    /// <summary>All schemas that a reference reaches, in the order of their URIs.</summary>
    public IEnumerable<SchemaDocument> SchemasOf(ReferenceDocument reference)
    {
        var reached = new HashSet<SchemaDocument>();
        var open = new Stack<string>(reference.PointsTo);
        while (open.Count > 0)
        {
            if (!_schemas.TryGetValue(open.Pop(), out var schema) || !reached.Add(schema))
                continue;
            foreach (var next in schema.PointsTo)
                open.Push(next);
        }

        return reached.OrderBy(schema => schema.Uri, StringComparer.Ordinal);
    }

    // A suggestion compares every schema, so stop after a hundred.
    private const int MaxMisplaced = 100;

    /// <summary>The schemas that a service lacks and that are probably among the others, under another URI.</summary>
    public IEnumerable<MisplacedSchema> MisplacedFor(ReferenceDocument reference, IEnumerable<SchemaDocument> schemas)
    {
        var reached = new HashSet<SchemaDocument>(schemas);
        var others = new Lazy<List<SchemaDocument>>(() =>
            [.. _schemas.Values.Distinct().Where(schema => !reached.Contains(schema))]
        );
        return reached
            .SelectMany(schema => schema.PointsTo)
            .Concat(reference.PointsTo)
            .Distinct()
            .Where(key => !_schemas.ContainsKey(key))
            .OrderBy(key => key, StringComparer.Ordinal)
            .Take(MaxMisplaced)
            .Select(key => MisplacedSchema.Find(key, others.Value))
            .OfType<MisplacedSchema>();
    }

    private void Add(InputDocument document)
    {
        switch (document)
        {
            case IncompleteReference incomplete:
                BrokenFiles.Add(incomplete.Path);
                Diagnostics.Add(Incomplete(incomplete));
                break;
            case ReferenceDocument reference:
                References.Add(reference);
                break;
            case SchemaDocument schema:
                AddSchema(schema);
                break;
        }
    }

    private void AddSchema(SchemaDocument schema)
    {
        foreach (var key in schema.Keys)
        {
            if (!_schemas.TryGetValue(key, out var first))
                _schemas.Add(key, schema);
            else if (first.HasId && schema.HasId && first.Text != schema.Text && key == SchemaUri.Key(schema.Uri))
                Diagnostics.Add(Duplicate(schema, first));
        }
    }

    private static InputDiagnostic Incomplete(IncompleteReference document) =>
        InputDiagnostic.At(
            document.PositionOf("/" + document.MissingKey),
            DiagnosticRule.MalformedReference,
            $"'{document.MissingKey}' of an exchange reference must be a {(document.MissingKey == "entries" ? "list of entries" : "non-empty string")}; no class can use this reference without it"
        );

    private static InputDiagnostic Duplicate(SchemaDocument schema, SchemaDocument first) =>
        InputDiagnostic.At(
            schema.PositionOf("/" + schema.IdKeyword),
            DiagnosticRule.DuplicateSchema,
            SchemaUri.Display(schema.Uri),
            first.Path
        );
}
