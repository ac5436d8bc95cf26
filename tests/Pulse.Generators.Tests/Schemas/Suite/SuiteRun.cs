using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Schemas.Suite;

/// <summary>What became of a group of the suite.</summary>
/// <param name="Group">The group.</param>
/// <param name="Kind">Whether all went well, or what the first fault is.</param>
/// <param name="Fault">The first fault; null if there is none.</param>
internal sealed record SuiteRun(SuiteGroup Group, string Kind, string? Fault)
{
    public const string Fine = "read and written back";
    public const string Faulty = "against docs/schemas.md";
    private const string NeedsMore = "not run: points to a meta-schema";
    private const string Integer = "refused: an integer is written as 1.0";
    private const string Dynamic = "changed: only another target of a $dynamicRef names the property";

    /// <summary>Reads and writes the valid instances.</summary>
    public static IEnumerable<SuiteRun> Of(IReadOnlyList<SuiteGroup> groups) => Of(groups, Check);

    /// <summary>Does something with each group's types.</summary>
    public static IEnumerable<SuiteRun> Of(
        IReadOnlyList<SuiteGroup> groups,
        Func<TypedSchemas, SuiteGroup, int, SuiteRun> check
    )
    {
        // Groups give themselves the same URIs, so those stand alone.
        var together = groups
            .Where(group => group.Id is null && !Names(group.Schema).Contains(group.IdKeyword))
            .ToList();
        return Run(together, check).Concat(groups.Except(together).SelectMany(group => Run([group], check)));
    }

    private static List<SuiteRun> Run(List<SuiteGroup> groups, Func<TypedSchemas, SuiteGroup, int, SuiteRun> check)
    {
        if (groups.Count == 0)
            return [];
        IEnumerable<ReferenceText> files =
        [
            .. groups.Select(
                (group, number) => new ReferenceText($"schemas/test/v1/s{number}.json", group.Schema.ToJsonString())
            ),
            .. groups.Select(
                (group, number) => new ReferenceText($"schemas/test/v1/m{number}.json", Message(UriOf(group, number)))
            ),
            .. SuiteGroup.Remotes(groups[0]),
        ];
        try
        {
            var typed = TypedSchemas.Compile([.. groups.Select((_, number) => $"v1/m{number}")], files);
            var missing = typed
                .Reported.Where(found => found.Id is "PULSE007")
                .Select(found => found.Location.GetLineSpan().Path)
                .ToHashSet();
            return
            [
                .. groups.Select(
                    (group, number) =>
                        missing.Contains($"schemas/test/v1/s{number}.json") || (groups.Count == 1 && missing.Count > 0)
                            ? new SuiteRun(group, NeedsMore, null)
                            : check(typed, group, number)
                ),
            ];
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return groups.Count == 1
                ? [new(groups[0], Faulty, fault.Message)]
                : [.. groups.SelectMany(group => Run([group], check))];
        }
    }

    /// <summary>A message with the schema for one property: the root of a message is an object anyway.</summary>
    private static string Message(string uri) =>
        $$"""{ "type": "object", "required": ["p"], "properties": { "p": { "$ref": "{{uri}}" } } }""";

    private static string UriOf(SuiteGroup group, int number) =>
        group.Id is null ? $"s{number}.json"
        : group.Id.Contains("//", StringComparison.Ordinal) || group.Id.StartsWith("urn:", StringComparison.Ordinal)
            ? group.Id
        : "/" + group.Id.TrimStart('/');

    private static SuiteRun Check(TypedSchemas typed, SuiteGroup group, int number)
    {
        var names = Names(group.Schema).ToHashSet();
        foreach (var json in group.Valid)
        {
            if (RoundTrip.Fault(typed, number, $$"""{"p":{{json}}}""", name => !names.Contains(name)) is { } fault)
                return new(
                    group,
                    KindOf(fault, json, names),
                    $"{json}: {fault} [{SchemaTypesTests.Name(typed.Type(number).GetProperty("P")!.PropertyType)}]"
                );
        }

        return new(group, Fine, null);
    }

    private static string KindOf(string fault, string json, HashSet<string> names)
    {
        if (fault.Contains("-bit integer", StringComparison.Ordinal) && json.Contains(".0", StringComparison.Ordinal))
            return Integer;
        return fault.Contains("is lost", StringComparison.Ordinal) && names.Contains("$dynamicRef") ? Dynamic : Faulty;
    }

    /// <summary>The names of all keywords and properties.</summary>
    public static IEnumerable<string> Names(JsonNode? node) =>
        node switch
        {
            JsonObject schema => schema.SelectMany(property => Names(property.Value).Prepend(property.Key)),
            JsonArray items => items.SelectMany(Names),
            _ => [],
        };
}
