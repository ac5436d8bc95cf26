using NJsonSchema;
using Pulse.References.Collections;

namespace Pulse.References.Specs.Building;

/// <summary>
/// Finds what a message says about the fields of its routing key: the schema of the payload's
/// property of the same name, the nearest one to the root. Where several are equally near and
/// disagree, nothing is known.
/// </summary>
internal static class WordConstraints
{
    private const string Integer = "^-?[0-9]+$";

    public static WordConstraint Find(JsonSchema message, string field)
    {
        var seen = new HashSet<JsonSchema>();
        var level = new List<JsonSchema> { message.ActualSchema };
        while (level.Count > 0)
        {
            var found = level
                .Where(schema => schema.Properties.ContainsKey(field))
                .Select(schema => Of(schema.Properties[field].ActualSchema))
                .Distinct()
                .ToList();
            if (found.Count > 0)
                return found.Count == 1 ? found[0] : WordConstraint.None;
            level = [.. level.SelectMany(Parts).Where(seen.Add)];
        }

        return WordConstraint.None;
    }

    private static IEnumerable<JsonSchema> Parts(JsonSchema schema)
    {
        foreach (var property in schema.Properties.Values)
            yield return property.ActualSchema;
        if (schema.Item is { } item)
            yield return item.ActualSchema;
    }

    private static WordConstraint Of(JsonSchema schema) =>
        new(
            schema.Pattern ?? ((schema.Type & ~JsonObjectType.Null) is JsonObjectType.Integer ? Integer : null),
            schema.MaxLength,
            schema.Enumeration.Count > 0 && schema.Enumeration.All(value => value is string)
                ? schema.Enumeration.Cast<string>().ToEquatableArray()
                : default
        );
}
