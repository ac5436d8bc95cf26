namespace Pulse.References.Schemas.Flattening;

/// <summary>
/// The labels by which types in the cases of unions are named. A message may reach a type in a case, but not the union around
/// it: its label is found all the same, so that the name does not depend on what messages reach.
/// </summary>
/// <param name="documents">The schemas.</param>
/// <param name="reached">The labels of the unions that messages reach.</param>
internal sealed class UnionLabels(SchemaDocuments documents, IReadOnlyDictionary<string, string> reached)
{
    // Errors are reported where messages reach them.
    private readonly SchemaMerger _merger = new(documents, []);

    private UnionFlattener? _others;

    /// <summary>The label of a case by the key of its node; null if nothing tells the cases apart.</summary>
    public string? Of(string key) =>
        reached.TryGetValue(key, out var label) ? label
        : Others(key).TryGetValue(key, out var found) ? found
        : null;

    private IReadOnlyDictionary<string, string> Others(string key)
    {
        _others ??= new UnionFlattener(_merger, _ => 0);
        var segments = key.Split('/');
        var pointer = string.Join("/", segments.Take(segments.Length - 2));
        if (
            !_others.Labels.ContainsKey(key)
            && pointer.IndexOf('#') is > 0 and var fragment
            && documents.Find(
                pointer.Substring(0, fragment + 1)
                    + string.Join("/", pointer.Substring(fragment + 1).Split('/').Select(Uri.EscapeDataString))
            )
                is { } union
            && _others.BranchesOf(_merger.Merge(union)) is { Count: 1 } branches
        )
            _others.Cases(union, branches[0], []);
        return _others.Labels;
    }
}
