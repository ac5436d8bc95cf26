namespace Pulse.References.Parsing;

/// <summary>The documents that a project names, found by service and by schema.</summary>
internal sealed class ReferenceIndex
{
    private readonly Dictionary<string, ReferenceDocument> _schemas = [];

    public ReferenceIndex(IEnumerable<ReferenceFile> files)
    {
        // The order of files must not show, so of two documents with one id the first by path counts.
        foreach (var document in files.SelectMany(file => file.Documents).OrderBy(document => document.Path, StringComparer.Ordinal))
        {
            IsEmpty = false;
            if (document.Service is not null)
                References.Add(document);
            foreach (var key in document.Keys)
            {
                if (!_schemas.ContainsKey(key))
                    _schemas.Add(key, document);
            }
        }
    }

    public bool IsEmpty { get; } = true;

    public List<ReferenceDocument> References { get; } = [];

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
}
