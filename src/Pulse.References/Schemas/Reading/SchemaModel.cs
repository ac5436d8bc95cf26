using NJsonSchema;
using Pulse.References.Schemas.Flattening;

namespace Pulse.References.Schemas.Reading;

/// <summary>The schemas that a service's messages reach: flat, read, and where each came from.</summary>
internal sealed class SchemaModel(
    IReadOnlyList<FlatSchema> flat,
    IReadOnlyList<JsonSchema> read,
    IReadOnlyDictionary<string, string> labels
)
{
    public IReadOnlyList<FlatSchema> Flat { get; } = flat;

    /// <summary>What tells a union's case from the others, by the key of its place.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; } = labels;

    public JsonSchema this[int number] => read[number];
}
