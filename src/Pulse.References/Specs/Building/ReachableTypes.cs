using Pulse.References.Schemas.Reading;

namespace Pulse.References.Specs.Building;

/// <summary>Finds the schemas that become types: those that messages, or other types, end up containing.</summary>
internal static class ReachableTypes
{
    public static List<ReadSchema> Of(SchemaModel model, IEnumerable<int> messages)
    {
        var numbers = new Dictionary<string, int>();
        var mapper = new TypeMapper(
            model,
            number =>
            {
                var name = $"#{number}";
                numbers[name] = number;
                return name;
            }
        );

        var reached = new List<ReadSchema>();
        var seen = new HashSet<string>();
        var open = new Stack<int>(messages.Distinct());
        while (open.Count > 0)
        {
            // Only schemas that the mapped type still contains: a union that became "any value" contains none of its cases.
            foreach (var name in NamesIn(mapper.Map(open.Pop())).Where(seen.Add))
            {
                var schema = model[numbers[name]];
                reached.Add(schema);
                foreach (var part in PartsOf(schema))
                    open.Push(part);
            }
        }

        return reached;
    }

    private static IEnumerable<int> PartsOf(ReadSchema schema) =>
        schema switch
        {
            { Shape: SchemaShape.Record, AdditionalProperties: { } rest } => schema
                .Properties.Select(property => property.Schema)
                .Append(rest),
            { Shape: SchemaShape.Record } => schema.Properties.Select(property => property.Schema),
            { Shape: SchemaShape.OneOf { Union: var union } } => union.Cases.Select(found => found.Schema),
            _ => [],
        };

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
