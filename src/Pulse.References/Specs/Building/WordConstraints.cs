using Pulse.References.Collections;
using Pulse.References.Schemas.Reading;

namespace Pulse.References.Specs.Building;

/// <summary>
/// Finds the constraints that a message puts on the fields of its routing key: those of the payload's property of the
/// same name, the one nearest to the root. If several are equally near and disagree, there is no constraint.
/// </summary>
internal static class WordConstraints
{
    private const string Integer = "^-?[0-9]+$";

    /// <param name="model">The schemas.</param>
    /// <param name="message">The number of the message's schema.</param>
    /// <param name="field">The name of the field.</param>
    public static WordConstraint Find(SchemaModel model, int message, string field)
    {
        var seen = new HashSet<int>();
        var level = new List<ReadSchema> { model[message] };
        while (level.Count > 0)
        {
            var found = level
                .SelectMany(schema => schema.Properties)
                .Where(property => property.Name == field)
                .Select(property => Of(model[property.Schema]))
                .Distinct()
                .ToList();
            if (found.Count > 0)
                return found.Count == 1 ? found[0] : WordConstraint.None;
            level = [.. level.SelectMany(PartsOf).Where(seen.Add).Select(part => model[part])];
        }

        return WordConstraint.None;
    }

    private static IEnumerable<int> PartsOf(ReadSchema schema)
    {
        var properties = schema.Properties.Select(property => property.Schema);
        return schema.Items is { } items ? properties.Append(items) : properties;
    }

    private static WordConstraint Of(ReadSchema schema) =>
        new(schema.Pattern ?? (schema.IsInteger ? Integer : null), schema.MaxLength, schema.Texts.ToEquatableArray());
}
