namespace Pulse.References.Parsing;

/// <summary>The files that a project names, found by service and by schema.</summary>
internal sealed class ReferenceIndex
{
    private readonly Dictionary<string, ReferenceFile> _schemas = [];

    public ReferenceIndex(IEnumerable<ReferenceFile> files)
    {
        // The order of files must not show, so of two documents with one id the first by path counts.
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            IsEmpty = false;
            if (file.Service is not null)
                References.Add(file);
            else if (file.SchemaId is { } id && !_schemas.ContainsKey(id))
                _schemas.Add(id, file);
        }
    }

    public bool IsEmpty { get; } = true;

    public List<ReferenceFile> References { get; } = [];

    /// <summary>A reference and, in the order of their ids, all schemas that it reaches.</summary>
    public IEnumerable<ReferenceFile> ClosureOf(ReferenceFile reference)
    {
        var reached = new SortedDictionary<string, ReferenceFile>(StringComparer.Ordinal);
        var open = new Stack<string>(reference.PointsTo);
        while (open.Count > 0)
        {
            var id = open.Pop();
            if (reached.ContainsKey(id) || !_schemas.TryGetValue(id, out var schema))
                continue;
            reached.Add(id, schema);
            foreach (var next in schema.PointsTo)
                open.Push(next);
        }

        return [reference, .. reached.Values];
    }
}
