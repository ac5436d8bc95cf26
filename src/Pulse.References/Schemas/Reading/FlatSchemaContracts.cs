using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using NJsonSchema;

namespace Pulse.References.Schemas.Reading;

/// <summary>
/// How NJsonSchema's model is filled from flat schemas: the fifteen keywords that they have, out of some fifty. NJsonSchema
/// would find out about all of them by reflection, in each reading anew; this is found out once.
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
