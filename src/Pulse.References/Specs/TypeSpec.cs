namespace Pulse.References.Specs;

/// <summary>The C# type for a schema.</summary>
internal abstract record TypeSpec
{
    /// <summary>Whether the value can be absent or null.</summary>
    public bool IsNullable { get; init; }

    public sealed record Scalar(ScalarKind Kind) : TypeSpec;

    /// <summary>A generated record.</summary>
    public sealed record Record(string Name) : TypeSpec;

    /// <summary>A generated open enum.</summary>
    public sealed record Enum(string Name) : TypeSpec;

    /// <summary>A generated union.</summary>
    public sealed record Union(string Name) : TypeSpec;

    public sealed record List(TypeSpec Item) : TypeSpec;

    public sealed record Map(TypeSpec Value) : TypeSpec;
}

internal enum ScalarKind
{
    String,
    Boolean,
    Int32,
    Int64,
    Decimal,
    Double,
    DateTime,
    Date,

    /// <summary>Free-form JSON that is an object.</summary>
    Object,

    /// <summary>Free-form JSON that is an array.</summary>
    Array,

    /// <summary>Any JSON value.</summary>
    Any,
}
