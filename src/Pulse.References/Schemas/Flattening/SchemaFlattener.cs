using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas.Flattening;

/// <summary>
/// Takes the schemas that messages reach apart into flat ones: <c>$ref</c>s are followed, <c>allOf</c>s merged, the
/// spellings of all drafts unified, and keywords that do not affect a type left out.
/// </summary>
internal sealed class SchemaFlattener
{
    // Schemas that apply together or as alternatives can be combined in more ways than any computer has time for.
    private const int MaxCombined = 1000;

    private readonly SchemaMerger _merger;
    private readonly UnionFlattener _unions;
    private readonly FlatSchemaWriter _writer;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<SchemaNode> _nodes = [];
    private readonly List<FlatSchema> _flat = [];
    private int _combined;

    public SchemaFlattener(SchemaMerger merger)
    {
        _merger = merger;
        _unions = new(merger, NumberOf);
        _writer = new(NumberOf);
    }

    public IReadOnlyList<FlatSchema> Schemas => _flat;

    /// <summary>The label that tells a union's case from the others, by the key of its node.</summary>
    public IReadOnlyDictionary<string, string> Labels => _unions.Labels;

    /// <summary>Flattens a schema and everything that it reaches.</summary>
    /// <returns>Its number.</returns>
    public int Add(SchemaNode node)
    {
        var number = NumberOf(node);
        // Not by recursion: schemas may be nested deeper than the stack allows.
        while (_flat.Count < _nodes.Count)
            _flat.Add(Flatten(_nodes[_flat.Count], _flat.Count));
        return number;
    }

    /// <summary>The number of a schema; a new one is queued for flattening.</summary>
    private int NumberOf(SchemaNode node)
    {
        node = _merger.Follow(node);
        if (!_numbers.TryGetValue(node.Key, out var number))
        {
            number = _nodes.Count;
            _numbers.Add(node.Key, number);
            _nodes.Add(node);
        }

        return number;
    }

    private FlatSchema Flatten(SchemaNode node, int number)
    {
        var json = new JObject { [FlatSchema.Number] = number };
        if (CombinesTooMuch(node))
            return new(node, json, Union.AnyValue);

        var keywords = _merger.Merge(node);
        FlatSchemaWriter.WriteAnnotations(json, keywords);
        Union? union = null;
        var unions = _unions.BranchesOf(keywords);
        if (node.IsAlternatives)
            union = _unions.Alternatives(node);
        else if (node.UnionDepth > UnionFlattener.MaxNesting)
            union = Union.AnyValue;
        else if (unions.Count == 0)
            _writer.Write(json, keywords);
        else
            union = unions.Count == 1 ? _unions.Cases(node, unions[0], json) : Union.AnyValue;
        if (node.Others.Count > 0)
            _combined += union?.Cases.Count ?? 0;
        return new(node, json, union) { Owner = _merger.OwnerOf(node) };
    }

    /// <summary>Whether most schemas are combinations of others, and there are very many; a combination is then any value.</summary>
    private bool CombinesTooMuch(SchemaNode node)
    {
        if (node.Others.Count == 0)
            return false;
        _combined++;
        return _combined > MaxCombined && _combined > _flat.Count * 2 / 3;
    }
}
