using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas.Flattening;

/// <summary>Finds the difference between the cases of a union: kind, a constant property, or required properties.</summary>
internal static class UnionDiscriminator
{
    public static (string? Property, IReadOnlyList<(string Label, string? Marker)>? Cases) Find(
        IReadOnlyList<Keywords> cases,
        Func<SchemaNode, Keywords> merge
    )
    {
        var kinds = cases.Select(JsonKinds.Of).ToList();
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

    /// <summary>The only string that a required property of a case can have.</summary>
    private static string? Constant(Keywords keywords, string property, Func<SchemaNode, Keywords> merge)
    {
        if (!keywords.Required.Contains(property))
            return null;
        var schemas = keywords.Properties.Find(other => other.Name == property).Schemas;
        return
            schemas is not null
            && merge(SchemaNode.AllOf(schemas)).Enum is { Count: 1 } only
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
}
