using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas.Flattening;

/// <summary>Schemas of which one holds, and how a value tells which.</summary>
/// <param name="Cases">The cases, in their order.</param>
/// <param name="Property">The property whose constant tells object cases apart; null where something else does.</param>
/// <param name="IsDistinct">Whether every valid value belongs to one case and shows which.</param>
internal sealed record Union(IReadOnlyList<UnionCase> Cases, string? Property, bool IsDistinct);

/// <summary>One case of a union.</summary>
/// <param name="Schema">The number of its schema.</param>
/// <param name="Label">What tells it from the others, as a name.</param>
/// <param name="Kinds">The kinds of JSON that its values are.</param>
/// <param name="Marker">The constant of the union's property, or a property that only this case has; null where the kind tells.</param>
internal sealed record UnionCase(int Schema, string Label, IReadOnlyCollection<string> Kinds, string? Marker);

/// <summary>Finds what tells the cases of a union apart: kind, a constant property, or required properties.</summary>
internal static class UnionDiscriminator
{
    private static readonly string[] AllKinds = ["string", "number", "boolean", "object", "array", "null"];

    /// <summary>The kinds of JSON that a schema allows.</summary>
    public static IReadOnlyCollection<string> KindsOf(Keywords keywords)
    {
        if (keywords.IsNever)
            return [];
        if (keywords.Types is { } types)
            return [.. types.Select(type => type == "integer" ? "number" : type).Distinct()];
        if (keywords.Enum is { } values)
            return [.. values.Select(KindOf).Distinct()];
        if (
            keywords.Properties.Count > 0
            || keywords.AdditionalProperties.Count > 0
            || keywords.PatternProperties.Count > 0
        )
            return ["object"];
        return keywords.Items.Count > 0 ? ["array"] : AllKinds;
    }

    public static (string? Property, IReadOnlyList<(string Label, string? Marker)>? Cases) Find(
        IReadOnlyList<Keywords> cases,
        Func<SchemaNode, Keywords> merge
    )
    {
        var kinds = cases.Select(KindsOf).ToList();
        var objects = Enumerable.Range(0, cases.Count).Where(i => kinds[i].Contains("object")).ToList();
        var others = kinds
            .SelectMany(
                (found, i) => objects.Contains(i) && objects.Count > 1 ? found.Where(kind => kind != "object") : found
            )
            .ToList();
        if (others.Distinct().Count() != others.Count || (objects.Count > 1 && objects.Any(i => kinds[i].Count > 1)))
            return (null, null);

        if (objects.Count <= 1)
            return (null, [.. kinds.Select(found => (Label(found), (string?)null))]);

        var objectCases = objects.Select(i => cases[i]).ToList();
        foreach (var property in objectCases[0].Properties.Select(property => property.Name))
        {
            var constants = objectCases.Select(found => Constant(found, property, merge)).ToList();
            if (constants.All(constant => constant is not null) && constants.Distinct().Count() == constants.Count)
                return (property, Markers(kinds, objects, constants, marker => marker));
        }

        var required = objects.Select(i => OwnRequired(i, objects, cases)).ToList();
        return required.All(property => property is not null)
            ? (null, Markers(kinds, objects, required, property => "With-" + property))
            : (null, null);
    }

    private static List<(string, string?)> Markers(
        List<IReadOnlyCollection<string>> kinds,
        List<int> objects,
        List<string?> markers,
        Func<string, string> label
    ) =>
        [
            .. kinds.Select(
                (found, i) =>
                    objects.Contains(i)
                        ? (label(markers[objects.IndexOf(i)]!), markers[objects.IndexOf(i)])
                        : (Label(found), null)
            ),
        ];

    /// <summary>The one text that a required property of a case can have.</summary>
    private static string? Constant(Keywords keywords, string property, Func<SchemaNode, Keywords> merge)
    {
        if (!keywords.Required.Contains(property))
            return null;
        var schemas = keywords.Properties.Find(other => other.Name == property).Schemas;
        return
            schemas is not null
            && merge(SchemaNode.Combine(schemas)).Enum is { Count: 1 } only
            && only[0].Type == JTokenType.String
            ? (string?)only[0]
            : null;
    }

    /// <summary>A required property that no other case can have.</summary>
    private static string? OwnRequired(int one, List<int> objects, IReadOnlyList<Keywords> cases) =>
        cases[one]
            .Properties.Select(property => property.Name)
            .FirstOrDefault(property =>
                cases[one].Required.Contains(property)
                && objects
                    .Where(other => other != one)
                    .All(other =>
                        cases[other].IsClosed
                        && cases[other].PatternProperties.Count == 0
                        && !cases[other].Has(property)
                    )
            );

    private static string Label(IReadOnlyCollection<string> kinds) =>
        string.Join(
            "-or-",
            kinds.Select(kind =>
                kind switch
                {
                    "string" => "text",
                    "array" => "list",
                    _ => kind,
                }
            )
        );

    private static string KindOf(JToken value) =>
        value.Type switch
        {
            JTokenType.String => "string",
            JTokenType.Integer or JTokenType.Float => "number",
            JTokenType.Boolean => "boolean",
            JTokenType.Object => "object",
            JTokenType.Array => "array",
            _ => "null",
        };
}
