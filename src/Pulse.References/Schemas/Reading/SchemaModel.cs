using Pulse.References.Schemas.Flattening;

namespace Pulse.References.Schemas.Reading;

/// <summary>The schemas that a service's messages reach, by number: flat, and as read.</summary>
internal sealed class SchemaModel(IReadOnlyList<FlatSchema> flat, IReadOnlyList<ReadSchema> read, UnionLabels labels)
{
    public IReadOnlyList<FlatSchema> Flat { get; } = flat;

    /// <summary>The labels that tell the cases of unions apart.</summary>
    public UnionLabels Labels { get; } = labels;

    public ReadSchema this[int number] => read[number];
}
