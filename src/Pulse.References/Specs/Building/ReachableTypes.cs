using NJsonSchema;
using Pulse.References.Naming;
using Pulse.References.Schemas.Reading;

namespace Pulse.References.Specs.Building;

/// <summary>Finds the schemas that become types: those that messages, and other types, really have in them.</summary>
internal static class ReachableTypes
{
    public static List<SchemaShape> Of(SchemaModel model, IEnumerable<int> messages)
    {
        var shapes = new Dictionary<string, SchemaShape>();
        var mapper = new TypeMapper(
            model,
            shape =>
            {
                var key = $"#{TypeNames.NumberOf(shape)}";
                shapes[key] = shape;
                return key;
            }
        );

        var reached = new List<SchemaShape>();
        var seen = new HashSet<string>();
        var open = new Stack<JsonSchema>(messages.Distinct().Select(message => model[message]));
        while (open.Count > 0)
        {
            // Only what the type is made of in the end: cases of a union that became "any value" are none.
            foreach (var name in NamesIn(mapper.Map(open.Pop())).Where(seen.Add))
            {
                reached.Add(shapes[name]);
                foreach (var part in PartsOf(shapes[name], model))
                    open.Push(part);
            }
        }

        return reached;
    }

    private static IEnumerable<JsonSchema> PartsOf(SchemaShape shape, SchemaModel model)
    {
        switch (shape)
        {
            case SchemaShape.Record { Number: var number }:
                var schema = model[number];
                return schema.AdditionalPropertiesSchema is { } rest
                    ? [.. schema.Properties.Values, rest]
                    : schema.Properties.Values;
            case SchemaShape.OneOf { Union: var union }:
                return union.Cases.Select(found => model[found.Schema]);
            default:
                return [];
        }
    }

    private static IEnumerable<string> NamesIn(TypeSpec type) =>
        type switch
        {
            TypeSpec.Record record => [record.Name],
            TypeSpec.Enum set => [set.Name],
            TypeSpec.Union union => [union.Name],
            TypeSpec.List list => NamesIn(list.Item),
            TypeSpec.Map map => NamesIn(map.Value),
            _ => [],
        };
}
