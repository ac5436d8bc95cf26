using Pulse.References.Schemas.Flattening;
using Pulse.References.Specs;

namespace Pulse.References.Schemas.Reading;

/// <summary>The kind of type that a schema becomes, before names are given. Other schemas are given by number.</summary>
internal abstract record SchemaShape
{
    public sealed record Scalar(ScalarKind Kind) : SchemaShape;

    public sealed record Record : SchemaShape;

    public sealed record Enum(IReadOnlyList<string> Texts) : SchemaShape;

    public sealed record List(int Item) : SchemaShape;

    public sealed record Map(int Value) : SchemaShape;

    public sealed record OneOf(Union Union) : SchemaShape;

    /// <summary>Whether the schema allows null.</summary>
    public bool AllowsNull { get; init; }
}
