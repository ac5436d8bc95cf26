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
    private readonly CombinationOwners _owners;
    private readonly SchemaCheck _check;
    private readonly UnionFlattener _unions;
    private readonly FlatSchemaWriter _writer;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<SchemaNode> _nodes = [];
    private readonly List<FlatSchema> _flat = [];
    private int _combined;

    /// <param name="merger">Merges the schemas.</param>
    /// <param name="owners">Finds the places that combinations of schemas belong to.</param>
    /// <param name="dateTimesAsText">Whether date-times are strings.</param>
    /// <param name="check">Reports what is probably a mistake.</param>
    public SchemaFlattener(SchemaMerger merger, CombinationOwners owners, bool dateTimesAsText, SchemaCheck check)
    {
        _check = check;
        _merger = merger;
        _owners = owners;
        _unions = new(merger, NumberOf);
        _writer = new(NumberOf, new NamesAtTimes(merger), dateTimesAsText);
    }

    public IReadOnlyList<FlatSchema> Schemas => _flat;

    /// <summary>The label that tells a union's case from the others, by the key of its node.</summary>
    public IReadOnlyDictionary<string, string> Labels => _unions.Labels;

    /// <summary>Flattens the schema of a message and everything that it reaches.</summary>
    /// <returns>Its number.</returns>
    public int Add(SchemaNode message)
    {
        var node = _merger.Follow(message);
        // A message whose schema has properties is an object, with or without 'type': no publisher sends anything else.
        var number = NumberOf(node with { ImpliedType = _unions.DescribedType(node) });
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
        if (_merger.NotNull(node) is { } notNull)
        {
            json[FlatSchema.AllowsNull] = true;
            return new(node, json, new Union([new UnionCase(NumberOf(notNull), "", [], null)], null, false));
        }

        var keywords = _merger.Merge(node);
        FlatSchemaWriter.WriteAnnotations(json, keywords);
        if (keywords.IsNullable)
            json[FlatSchema.AllowsNull] = true;
        Union? union = null;
        var unions = _unions.BranchesOf(keywords);
        if (node.IsAlternatives)
            union = _unions.Alternatives(node);
        else if (node.UnionDepth > UnionFlattener.MaxNesting)
            union = Union.AnyValue;
        else if (unions.Count == 1)
            union = _unions.Cases(node, unions[0], json);
        else if (unions.Count > 1)
            union = _unions.IsObject(node) ? Union.OfNames : Union.AnyValue;
        if (ReferenceEquals(union, Union.OfNames) || (unions.Count == 0 && union is null))
        {
            union = null;
            _check.CheckType(node, keywords);
            _writer.Write(json, keywords.Unions.Count == 0 ? keywords : _merger.Merge(node, ofBranches: true));
        }

        if (node.Others.Count > 0)
            _combined += union?.Cases.Count ?? 0;
        return new(node, json, union)
        {
            Owner = _owners.Of(node),
            Constraints = union is null && !keywords.Constraints.IsEmpty ? keywords.Constraints.Json : null,
            Values = union is null && keywords.Enum is { } values ? new JArray(values) : null,
        };
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
