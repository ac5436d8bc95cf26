using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas.Flattening;

/// <summary>Finds the cases of the unions among the schemas.</summary>
/// <param name="merger">Merges the schemas of a case.</param>
/// <param name="numberOf">Returns the number of a case's schema.</param>
internal sealed class UnionFlattener(SchemaMerger merger, Func<SchemaNode, int> numberOf)
{
    /// <summary>The maximum depth of unions in unions. A union may hold itself; from this depth on it is any value.</summary>
    public const int MaxNesting = 4;

    private readonly Dictionary<string, string> _labels = [];
    private readonly Dictionary<(string Node, int Depth), IReadOnlyCollection<string>> _kinds = [];

    /// <summary>The label that tells a union's case from the others, by the key of its node.</summary>
    public IReadOnlyDictionary<string, string> Labels => _labels;

    /// <summary>The <c>oneOf</c>s and <c>anyOf</c>s that affect the type.</summary>
    public List<IReadOnlyList<SchemaNode>> BranchesOf(Keywords keywords) =>
        [.. keywords.Unions.Where(branches => branches.Any(branch => HasStructure(branch, keywords)))];

    /// <summary>Alternatives for several places of one value (a tuple's items): useful only if they agree on a type.</summary>
    public Union Alternatives(SchemaNode node) =>
        new(
            [
                .. node
                    .Others.Prepend(node with { Others = [], IsAlternatives = false })
                    .Select(part => new UnionCase(numberOf(part), "", [], null)),
            ],
            null,
            false
        );

    /// <summary>
    /// The cases of a <c>oneOf</c> or <c>anyOf</c>. A case that is only null makes the others nullable; cases of one
    /// scalar kind become that scalar, and the result is null.
    /// </summary>
    public Union? Cases(SchemaNode node, IReadOnlyList<SchemaNode> branches, JObject json)
    {
        var alone = node with { IsWithoutUnions = true };
        var isPlain = !HasStructure(merger.Merge(alone));
        var cases = branches
            .Select(branch =>
                (Branch: branch, Node: isPlain ? merger.Follow(branch) : SchemaNode.AllOf([branch, alone]))
            )
            .GroupBy(found => found.Node.Key)
            .Select(same => same.First())
            .Select(found => (found.Branch, found.Node, Keywords: merger.Merge(found.Node)))
            .Where(found => KindsOf(found.Node).Count > 0)
            .ToList();

        var nulls = cases.Where(found => KindsOf(found.Node).All(kind => kind == "null")).ToList();
        if (
            nulls.Count > 0
            || cases.Any(found => KindsOf(found.Node).Contains("null") && KindsOf(found.Node).Count < 6)
        )
            json[FlatSchema.AllowsNull] = true;
        cases = [.. cases.Except(nulls)];

        var kinds = cases.SelectMany(found => KindsOf(found.Node)).Where(kind => kind != "null").Distinct().ToList();
        if (
            cases.Count > 1
            && kinds.Count == 1
            && kinds[0] is ("string" or "number" or "boolean")
            && cases.All(found => found.Keywords.Unions.Count == 0)
        )
        {
            FlatSchemaWriter.WriteScalar(json, kinds[0], [.. cases.Select(found => found.Keywords)]);
            return null;
        }

        var (property, markers) =
            cases.Count > 1
                ? UnionDiscriminator.Find([.. cases.Select(found => found.Keywords)], schemas => merger.Merge(schemas))
                : (null, null);
        if (markers is null && cases.Count > 1 && IsObject(alone))
            return Union.OfNames;
        for (var i = 0; i < cases.Count && markers is not null; i++)
        {
            _labels[cases[i].Node.Key] = markers[i].Label;
            if (node.Others.Count == 0)
                _labels[cases[i].Branch.Key] = markers[i].Label;
        }

        return new Union(
            [
                .. cases.Select(
                    (found, i) =>
                        new UnionCase(
                            numberOf(found.Node),
                            markers?[i].Label ?? "",
                            [.. KindsOf(found.Node).Where(kind => kind != "null")],
                            markers?[i].Marker
                        )
                ),
            ],
            property,
            markers is not null
        );
    }

    /// <summary>The type that a schema describes without saying so, by itself or in each case of its union; null if there is none.</summary>
    public string? DescribedType(SchemaNode node)
    {
        var keywords = merger.Merge(node);
        if (!keywords.IsTypeless || keywords.DescribedType is not null || keywords.Unions.Count == 0)
            return keywords.IsTypeless ? keywords.DescribedType : null;
        var types = keywords
            .Unions[0]
            .Select(branch => merger.Merge(branch) is { IsTypeless: true } found ? found.DescribedType : null)
            .Distinct()
            .ToList();
        return types.Count == 1 ? types[0] : null;
    }

    /// <summary>Whether the values of a schema are objects whose properties it describes.</summary>
    public bool IsObject(SchemaNode node) =>
        merger.Merge(node) is { Types: { } types, Properties.Count: > 0 }
        && types.Contains("object")
        && types.All(type => type is "object" or "null");

    private IReadOnlyCollection<string> KindsOf(SchemaNode node, int depth = 0)
    {
        if (_kinds.TryGetValue((node.Key, depth), out var kinds))
            return kinds;
        var keywords = merger.Merge(node);
        var isUnion = keywords.Types is null && keywords.Enum is null && keywords.Unions.Count > 0;
        kinds =
            !isUnion || depth > MaxNesting
                ? JsonKinds.Of(keywords)
                : [.. keywords.Unions[0].SelectMany(branch => KindsOf(branch, depth + 1)).Distinct()];
        _kinds.Add((node.Key, depth), kinds);
        return kinds;
    }

    /// <summary>Whether a branch constrains the type beyond the keywords that all branches have in common.</summary>
    private bool HasStructure(SchemaNode branch, Keywords common)
    {
        var keywords = merger.Merge(branch);
        return keywords.Enum is not null
            || keywords.Properties.Any(property => !common.Has(property.Name))
            || keywords.Items.Count > 0
            || keywords.AdditionalProperties.Count > 0
            || keywords.Unions.Count > 0
            || (keywords.Types is not null && common.Types is null)
            || (keywords.Types is { } types && common.Types is { } allowed && !allowed.SetEquals(types));
    }

    private static bool HasStructure(Keywords keywords) =>
        keywords.Types is not null
        || keywords.Enum is not null
        || keywords.Properties.Count > 0
        || keywords.Items.Count > 0
        || keywords.AdditionalProperties.Count > 0
        || keywords.PatternProperties.Count > 0
        || keywords.NamedAtTimes.Count > 0
        || keywords.ItemsAtTimes.Count > 0;
}
