using Pulse.References.Schemas.Flattening;

namespace Pulse.References.Schemas.Reading;

/// <summary>The schemas that a service's messages reach, by number: flat, and as read.</summary>
internal sealed class SchemaModel(
    IReadOnlyList<FlatSchema> flat,
    IReadOnlyList<ReadSchema> read,
    IReadOnlyDictionary<string, string> labels
)
{
    public IReadOnlyList<FlatSchema> Flat { get; } = flat;

    /// <summary>The label that tells a union's case from the others, by the key of its node.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; } = labels;

    public ReadSchema this[int number] => read[number];
}
