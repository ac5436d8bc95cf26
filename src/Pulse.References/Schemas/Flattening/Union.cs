namespace Pulse.References.Schemas.Flattening;

/// <summary>Schemas of which one applies, and how a value shows which.</summary>
/// <param name="Cases">The cases, in their order.</param>
/// <param name="Property">The property whose constant tells object cases apart; null if something else does.</param>
/// <param name="IsDistinct">Whether every valid value belongs to one case and shows which.</param>
internal sealed record Union(IReadOnlyList<UnionCase> Cases, string? Property, bool IsDistinct)
{
    /// <summary>The union that stands for any value.</summary>
    public static readonly Union AnyValue = new([], null, false);

    /// <summary>
    /// The union of objects that have properties in common, and whose cases nothing tells apart: a record of the common
    /// properties, and of the others as any value.
    /// </summary>
    public static readonly Union OfNames = new([], null, false);
}

/// <summary>One case of a union.</summary>
/// <param name="Schema">The number of its schema.</param>
/// <param name="Label">The difference from the other cases, as a name.</param>
/// <param name="Kinds">The kinds of JSON that its values are.</param>
/// <param name="Marker">The constant of the union's property, or a property that only this case has; null if the kind is enough.</param>
internal sealed record UnionCase(int Schema, string Label, IReadOnlyCollection<string> Kinds, string? Marker);
