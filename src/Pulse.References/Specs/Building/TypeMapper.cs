using Pulse.References.Schemas.Flattening;
using Pulse.References.Schemas.Reading;

namespace Pulse.References.Specs.Building;

/// <summary>Gives each schema its C# type.</summary>
/// <param name="model">The schemas.</param>
/// <param name="nameOf">Returns the name of the type for a schema's number.</param>
internal sealed class TypeMapper(SchemaModel model, Func<int, string> nameOf)
{
    private static readonly TypeSpec Any = new TypeSpec.Scalar(ScalarKind.Any);

    // Lists in lists are written out in full at every level: without a limit the code would grow with the square.
    private const int MaxDepth = 16;

    // Unions of unions reach the same schemas in many ways.
    private const int MaxSteps = 1000;

    /// <summary>The lists, maps and unions that are being mapped: one that holds itself would never end.</summary>
    private readonly HashSet<int> _open = [];

    private int _steps;

    public TypeSpec Map(int number)
    {
        var shape = model[number].Shape;
        var type = shape switch
        {
            SchemaShape.Scalar { Kind: var kind } => new TypeSpec.Scalar(kind),
            SchemaShape.Record => new TypeSpec.Record(nameOf(number)),
            SchemaShape.Enum => new TypeSpec.Enum(nameOf(number)),
            SchemaShape.List { Item: var item } => Within(number, () => new TypeSpec.List(Map(item))),
            SchemaShape.Map { Value: var value } => Within(number, () => new TypeSpec.Map(Map(value))),
            SchemaShape.OneOf { Union: var union } => Within(number, () => MapUnion(number, union)),
            _ => throw new InvalidOperationException($"No type for {shape}."),
        };
        return shape.AllowsNull ? type with { IsNullable = true } : type;
    }

    /// <summary>One type if all cases have the same, a union if a value shows its case, otherwise any value.</summary>
    private TypeSpec MapUnion(int number, Union union)
    {
        if (union.Cases.Count == 0)
            return Any;
        if (union.IsDistinct && union.Cases.Count > 1)
            return union.Cases.Any(found => _open.Contains(found.Schema)) ? Any : new TypeSpec.Union(nameOf(number));
        var types = union.Cases.Select(found => Map(found.Schema)).ToList();
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
