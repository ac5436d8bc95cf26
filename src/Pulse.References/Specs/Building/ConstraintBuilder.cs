using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Pulse.References.Schemas.Reading;

namespace Pulse.References.Specs.Building;

/// <summary>Builds what a record keeps of its schema's constraints: JSON in the words of JSON Schema.</summary>
internal static class ConstraintBuilder
{
    // Lists in lists; deeper down nobody looks for constraints.
    private const int MaxDepth = 4;

    /// <param name="model">The schemas.</param>
    /// <param name="record">The schema of the record.</param>
    public static string Of(SchemaModel model, ReadSchema record)
    {
        var properties = new JObject();
        foreach (var property in record.Properties)
        {
            if (OfValue(model, property.Schema, MaxDepth) is { Count: > 0 } constraints)
                properties[property.Name] = constraints;
        }

        var json = new JObject();
        var required = record
            .Properties.Where(property => property.IsRequired)
            .Select(property => property.Name)
            .ToList();
        if (required.Count > 0)
            json["required"] = new JArray(required);
        if (properties.Count > 0)
            json["properties"] = properties;
        return json.ToString(Formatting.None);
    }

    private static JObject OfValue(SchemaModel model, int number, int depth)
    {
        var schema = model[number];
        var constraints = model.Flat[number].Constraints is { } kept ? new JObject(kept.Properties()) : [];
        if (schema.Texts.Count > 0)
            constraints["enum"] = new JArray(schema.Texts);
        var (keyword, part) = schema.Shape switch
        {
            SchemaShape.List { Item: var item } => ("items", item),
            SchemaShape.Map { Value: var value } => ("additionalProperties", value),
            _ => ("", -1),
        };
        if (part >= 0 && depth > 0 && OfValue(model, part, depth - 1) is { Count: > 0 } inner)
            constraints[keyword] = inner;
        return constraints;
    }
}
