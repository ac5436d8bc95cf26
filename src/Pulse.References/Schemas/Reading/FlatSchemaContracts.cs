using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using NJsonSchema;

namespace Pulse.References.Schemas.Reading;

/// <summary>
/// Tells NJsonSchema's deserializer about the fifteen keywords that flat schemas have, out of some fifty. NJsonSchema itself
/// would find all of them by reflection, every time; this happens once.
/// </summary>
internal sealed class FlatSchemaContracts : DefaultContractResolver
{
    public static readonly FlatSchemaContracts Instance = new();

    private static readonly HashSet<string> Keywords =
    [
        "$ref",
        "title",
        "description",
        "type",
        "format",
        "pattern",
        "maxLength",
        "minimum",
        "maximum",
        "enum",
        "x-enumNames",
        "properties",
        "required",
        "items",
        "additionalProperties",
    ];

    private FlatSchemaContracts() { }

    protected override IList<JsonProperty> CreateProperties(Type type, MemberSerialization memberSerialization)
    {
        var properties = base.CreateProperties(type, memberSerialization);
        return typeof(JsonSchema).IsAssignableFrom(type)
            ? [.. properties.Where(property => Keywords.Contains(property.PropertyName!))]
            : properties;
    }
}
