using NJsonSchema;
using Pulse.References.Schemas.Flattening;
using Pulse.References.Schemas.Reading;

namespace Pulse.References.Specs.Building;

/// <summary>Gives each schema its C# type, under names that somebody else gives.</summary>
internal sealed class TypeMapper(SchemaModel model, Func<SchemaShape, string> nameOf)
{
    private static readonly TypeSpec Any = new TypeSpec.Scalar(ScalarKind.Any);

    // Each list in a list is written out at every level: without a limit the code would grow with the square.
    private const int MaxDepth = 16;

    // Unions of unions lead to the same places on many ways.
    private const int MaxSteps = 1000;

    /// <summary>Lists, maps and unions that are being mapped: one that holds itself has no type of its own to end in.</summary>
    private readonly HashSet<int> _open = [];

    private int _steps;

    public TypeSpec Map(JsonSchema schema)
    {
        var shape = SchemaShape.Of(schema, model);
        var type = shape switch
        {
            SchemaShape.Scalar { Kind: var kind } => new TypeSpec.Scalar(kind),
            SchemaShape.Record => new TypeSpec.Record(nameOf(shape)),
            SchemaShape.Enum => new TypeSpec.Enum(nameOf(shape)),
            SchemaShape.List { Number: var number, Item: var item } => Within(
                number,
                () => new TypeSpec.List(Map(item))
            ),
            SchemaShape.Map { Number: var number, Value: var value } => Within(
                number,
                () => new TypeSpec.Map(Map(value))
            ),
            SchemaShape.OneOf { Number: var number, Union: var union } => Within(number, () => MapUnion(shape, union)),
            _ => throw new InvalidOperationException($"No type for {shape}."),
        };
        return shape.AllowsNull ? type with { IsNullable = true } : type;
    }

    /// <summary>One type where all cases have the same, a union where they tell themselves apart, else any value.</summary>
    private TypeSpec MapUnion(SchemaShape shape, Union union)
    {
        if (union.Cases.Count == 0)
            return Any;
        if (union.IsDistinct && union.Cases.Count > 1 && nameOf(shape) is { } name)
            return union.Cases.Any(found => _open.Contains(found.Schema)) ? Any : new TypeSpec.Union(name);
        var types = union.Cases.Select(found => Map(model[found.Schema])).ToList();
        return types.All(type => type == types[0])
            ? types[0]
            : Any with
            {
                IsNullable = types.Any(type => type.IsNullable),
            };
    }

    private TypeSpec Within(int number, Func<TypeSpec> map)
    {
        _steps = _open.Count == 0 ? 0 : _steps + 1;
        if (_steps > MaxSteps || _open.Count >= MaxDepth || !_open.Add(number))
            return Any;
        var type = map();
        _open.Remove(number);
        return type;
    }
}
