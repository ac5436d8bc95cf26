using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas.Flattening;

/// <summary>
/// Takes the schemas that messages reach apart into flat ones: <c>$ref</c>s followed, <c>allOf</c>s merged, the
/// spellings of all drafts turned into one, keywords that bear on no type left out.
/// </summary>
internal sealed class SchemaFlattener(SchemaMerger merger)
{
    // A union may hold itself: at some depth it is any value.
    private const int MaxNestedUnions = 4;

    // Schemas that hold together or one of which holds can be combined in more ways than any computer has time for.
    private const int MaxCombined = 1000;

    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<SchemaNode> _places = [];
    private readonly List<FlatSchema> _flat = [];
    private readonly Dictionary<(string Place, int Depth), IReadOnlyCollection<string>> _kinds = [];
    private int _combined;

    /// <summary>What tells a union's case from the others, by the key of its place.</summary>
    public Dictionary<string, string> Labels { get; } = [];

    /// <summary>Flattens a schema and all that it reaches.</summary>
    /// <returns>Its number.</returns>
    public int Add(SchemaNode place)
    {
        var number = Number(place);
        // Not by recursion: schemas may be nested deeper than a stack is.
        while (_flat.Count < _places.Count)
            _flat.Add(Flatten(_places[_flat.Count], _flat.Count));
        return number;
    }

    public IReadOnlyList<FlatSchema> Schemas => _flat;

    private int Number(SchemaNode place)
    {
        place = merger.Follow(place);
        if (!_numbers.TryGetValue(place.Key, out var number))
        {
            number = _places.Count;
            _numbers.Add(place.Key, number);
            _places.Add(place);
        }

        return number;
    }

    private FlatSchema Flatten(SchemaNode place, int number)
    {
        var json = new JObject { [FlatSchema.Number] = number };
        if (CombinesTooMuch(place))
            return new(place, json, new Union([], null, false));

        var keywords = merger.Merge(place);
        Set(json, "title", keywords.Title);
        Set(json, "description", keywords.Description);
        Set(json, FlatSchema.TypeName, keywords.TypeName);

        Union? union = null;
        var unions = keywords.Unions.Where(branches => branches.Any(branch => HasStructure(branch, keywords))).ToList();
        if (place.IsAlternatives)
            union = Alternatives(place);
        else if (place.UnionDepth > MaxNestedUnions)
            union = new Union([], null, false);
        else if (unions.Count == 0)
            Describe(json, keywords);
        else
            union = unions.Count == 1 ? Cases(place, unions[0], json) : new Union([], null, false);
        if (place.And.Count > 0)
            _combined += union?.Cases.Count ?? 0;
        return new(place, json, union);
    }

    /// <summary>Whether most schemas are combinations of others, and there are very many: then what is combined is any value.</summary>
    private bool CombinesTooMuch(SchemaNode place)
    {
        if (place.And.Count == 0)
            return false;
        _combined++;
        return _combined > MaxCombined && _combined > _flat.Count * 2 / 3;
    }

    /// <summary>Schemas for several places of one value (a tuple's items): of use only where they agree on a type.</summary>
    private Union Alternatives(SchemaNode place) =>
        new(
            [
                .. place
                    .And.Prepend(place with { And = [], IsAlternatives = false })
                    .Select(part => new UnionCase(Number(part), "", [], null)),
            ],
            null,
            false
        );

    /// <summary>
    /// The cases of a <c>oneOf</c> or <c>anyOf</c>. Null alone makes the others nullable; one case is that case; cases
    /// of one scalar kind are that scalar.
    /// </summary>
    private Union? Cases(SchemaNode place, IReadOnlyList<SchemaNode> branches, JObject json)
    {
        var alone = place with { IsWithoutUnions = true };
        var isPlain = !HasStructure(merger.Merge(alone));
        var cases = branches
            .Select(branch =>
                (Branch: branch, Place: isPlain ? merger.Follow(branch) : SchemaNode.Combine([branch, alone]))
            )
            .GroupBy(found => found.Place.Key)
            .Select(same => same.First())
            .Select(found => (found.Branch, found.Place, Keywords: merger.Merge(found.Place)))
            .Where(found => KindsOf(found.Place).Count > 0)
            .ToList();

        var nulls = cases.Where(found => KindsOf(found.Place).All(kind => kind == "null")).ToList();
        if (
            nulls.Count > 0
            || cases.Any(found => KindsOf(found.Place).Contains("null") && KindsOf(found.Place).Count < 6)
        )
            json[FlatSchema.AllowsNull] = true;
        cases = [.. cases.Except(nulls)];

        var kinds = cases.SelectMany(found => KindsOf(found.Place)).Where(kind => kind != "null").Distinct().ToList();
        if (
            cases.Count > 1
            && kinds.Count == 1
            && kinds[0] is ("string" or "number" or "boolean")
            && cases.All(found => found.Keywords.Unions.Count == 0)
        )
        {
            DescribeScalar(json, kinds[0], [.. cases.Select(found => found.Keywords)]);
            return null;
        }

        var (property, markers) =
            cases.Count > 1
                ? UnionDiscriminator.Find([.. cases.Select(found => found.Keywords)], merger.Merge)
                : (null, null);
        for (var i = 0; i < cases.Count && markers is not null; i++)
            Labels[cases[i].Branch.Key] = markers[i].Label;
        return new Union(
            [
                .. cases.Select(
                    (found, i) =>
                        new UnionCase(
                            Number(found.Place),
                            markers?[i].Label ?? "",
                            [.. KindsOf(found.Place).Where(kind => kind != "null")],
                            markers?[i].Marker
                        )
                ),
            ],
            property,
            markers is not null
        );
    }

    private IReadOnlyCollection<string> KindsOf(SchemaNode place, int depth = 0)
    {
        if (_kinds.TryGetValue((place.Key, depth), out var kinds))
            return kinds;
        var keywords = merger.Merge(place);
        var isUnion = keywords.Types is null && keywords.Enum is null && keywords.Unions.Count > 0;
        kinds =
            !isUnion || depth > MaxNestedUnions
                ? UnionDiscriminator.KindsOf(keywords)
                : [.. keywords.Unions[0].SelectMany(branch => KindsOf(branch, depth + 1)).Distinct()];
        _kinds.Add((place.Key, depth), kinds);
        return kinds;
    }

    private static void DescribeScalar(JObject json, string kind, IReadOnlyList<Keywords> cases)
    {
        json["type"] =
            kind == "number" && cases.All(found => found.Types?.Contains("number") == false) ? "integer" : kind;
        if (cases.All(found => found.Enum is not null))
            json["enum"] = new JArray(
                cases
                    .SelectMany(found => found.Enum!.Select(OfKind))
                    .Where(value => value.Type != JTokenType.Null)
                    .Distinct(JToken.EqualityComparer)
            );
        if (cases.Select(found => found.Format).Distinct().Count() == 1)
            Set(json, "format", cases[0].Format);
        if (cases.All(found => found.Minimum is not null && found.Maximum is not null))
        {
            json["minimum"] = cases.Min(found => found.Minimum);
            json["maximum"] = cases.Max(found => found.Maximum);
        }
    }

    private void Describe(JObject json, Keywords keywords)
    {
        var types = keywords.Types?.ToList() ?? ImpliedTypes(keywords);
        if (types is not null)
            json["type"] = types.Count == 1 ? types[0] : new JArray(types);
        if (keywords.IsNever)
            return;

        Set(json, "format", keywords.Format);
        Set(json, "pattern", keywords.Pattern);
        Set(json, "maxLength", keywords.MaxLength);
        Set(json, "minimum", keywords.Minimum);
        Set(json, "maximum", keywords.Maximum);
        if (keywords.Enum is not null)
        {
            json["enum"] = new JArray(keywords.Enum.Select(OfKind).Distinct(JToken.EqualityComparer));
            json[FlatSchema.IsConst] = keywords.IsConst;
            Set(json, "x-enumNames", keywords.EnumNames is { } names ? new JArray(names.Select(TextOf)) : null);
        }

        DescribeObject(json, keywords);
        if (keywords.Items.Count > 0)
            json["items"] = FlatSchema.PointTo(
                Number(keywords.HasTuple ? AnyOf(keywords.Items) : SchemaNode.Combine(keywords.Items))
            );
    }

    private void DescribeObject(JObject json, Keywords keywords)
    {
        if (keywords.Properties.Count > 0)
        {
            var properties = new JObject();
            foreach (var (name, schemas) in keywords.Properties)
            {
                var property = FlatSchema.PointTo(Number(SchemaNode.Combine(schemas)));
                foreach (var keyword in (string[])["description", FlatSchema.MemberName])
                {
                    if (
                        schemas
                            .Select(schema => (schema.Token as JObject)?[keyword])
                            .FirstOrDefault(value => value is not null) is
                        { Type: JTokenType.String } text
                    )
                        property[keyword] = text;
                }

                properties[name] = property;
            }

            json["properties"] = properties;
            json["required"] = new JArray(
                keywords.Properties.Select(property => property.Name).Where(keywords.Required.Contains)
            );
        }

        if (Rest(keywords) is { } rest)
            json["additionalProperties"] = FlatSchema.PointTo(Number(rest));
    }

    /// <summary>What properties that are not named are; null where they may be anything.</summary>
    private static SchemaNode? Rest(Keywords keywords)
    {
        List<SchemaNode> additional =
            keywords.AdditionalProperties.Count > 0 ? [SchemaNode.Combine(keywords.AdditionalProperties)] : [];
        if (keywords.PatternProperties.Count == 0)
            return additional.FirstOrDefault();
        return additional.Count > 0 || keywords.IsClosed ? AnyOf([.. keywords.PatternProperties, .. additional]) : null;
    }

    private static SchemaNode AnyOf(List<SchemaNode> places) =>
        places.Count == 1 ? places[0] : places[0] with { And = [.. places.Skip(1)], IsAlternatives = true };

    private static List<string>? ImpliedTypes(Keywords keywords) =>
        keywords.Enum is not null ? null
        : keywords.Properties.Count > 0
        || keywords.PatternProperties.Count > 0
        || keywords.AdditionalProperties.Count > 0
            ? ["object"]
        : keywords.Items.Count > 0 ? ["array"]
        : null;

    /// <summary>Whether a branch says something about the type, beyond what holds for all branches.</summary>
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
        || keywords.PatternProperties.Count > 0;

    /// <summary>Of an object or array, only that it is one bears on a type.</summary>
    private static JToken OfKind(JToken value) =>
        value switch
        {
            JObject => new JObject(),
            JArray => new JArray(),
            _ => value,
        };

    private static string TextOf(JToken name) => name.Type == JTokenType.String ? (string)name! : "";

    private static void Set(JObject json, string keyword, JToken? value)
    {
        if (value is not null)
            json[keyword] = value;
    }
}
