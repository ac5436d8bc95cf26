using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Pulse.References.Collections;
using Pulse.References.Schemas.Reading;

namespace Pulse.References.Specs.Building;

/// <summary>Finds what schemas demand of values, along the C# types that the values have.</summary>
internal sealed class CheckBuilder(SchemaModel model)
{
    private static readonly HashSet<string> Checked =
    [
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
    ];

    /// <param name="number">The schema's number.</param>
    /// <param name="type">Its type.</param>
    public CheckSpec Of(int number, TypeSpec type)
    {
        var rules = new List<RuleSpec>();
        var seen = new HashSet<int>();
        // A nullable schema is a union of one case.
        while (
            model[number].Shape is SchemaShape.OneOf { Union.Cases: { Count: 1 } cases } && type is not TypeSpec.Union
        )
        {
            if (!seen.Add(number))
                return CheckSpec.None;
            number = cases[0].Schema;
        }

        var flat = model.Flat[number];
        if (flat.Constraints is { } constraints)
            rules.AddRange(RulesOf(constraints));
        if (type is TypeSpec.Scalar scalar)
        {
            var values = flat.Values ?? flat.Json["enum"] as JArray;
            if (values is not null && scalar.Kind is not (ScalarKind.DateTime or ScalarKind.Date))
                rules.Add(new("enum", values.ToString(Formatting.None)));
            if (
                scalar.Kind is ScalarKind.Any or ScalarKind.Object or ScalarKind.Array
                && TypesOf(flat.Json) is { } types
            )
                rules.Add(new("type", types));
        }

        var part = (type, model[number].Shape) switch
        {
            (TypeSpec.List list, SchemaShape.List { Item: var item }) => Of(item, list.Item),
            (TypeSpec.Map map, SchemaShape.Map { Value: var value }) => Of(value, map.Value),
            _ => null,
        };
        return new(rules.ToEquatableArray(), part == CheckSpec.None ? null : part);
    }

    private static IEnumerable<RuleSpec> RulesOf(JObject constraints)
    {
        foreach (var property in constraints.Properties())
        {
            if (property is { Name: "allOf", Value: JArray more })
            {
                foreach (var rule in more.OfType<JObject>().SelectMany(RulesOf))
                    yield return rule;
            }
            else if (Checked.Contains(property.Name) && property.Value is JValue { Value: { } argument })
            {
                yield return new(
                    property.Name,
                    argument is string text ? text
                        : argument is bool truth ? (truth ? "true" : "false")
                        : Convert.ToString(argument, CultureInfo.InvariantCulture)!
                );
            }
        }
    }

    private static string? TypesOf(JObject json) =>
        json["type"] switch
        {
            JValue { Value: string one } => one,
            JArray { Count: > 0 } several => string.Join(", ", several.Select(type => (string?)type)),
            _ => null,
        };
}
