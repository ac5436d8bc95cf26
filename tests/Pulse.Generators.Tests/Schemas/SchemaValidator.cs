using System.Text.Json.Nodes;
using NJsonSchema;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>
/// NJsonSchema's validator for schemas of all drafts: spelled for it as it knows them. It has no
/// <c>if</c>/<c>then</c>/<c>else</c>, nor has the generator.
/// </summary>
internal sealed class SchemaValidator
{
    private readonly JsonSchema _schema;

    public SchemaValidator(JsonNode schema) =>
        _schema = JsonSchema.FromJsonAsync(Spell(schema)!.ToJsonString()).GetAwaiter().GetResult();

    public bool Accepts(string json) => _schema.Validate(json).Count == 0;

    /// <summary>Whether an instance is valid as one of the document's definitions.</summary>
    public bool Accepts(string json, string definition) => _schema.Definitions[definition].Validate(json).Count == 0;

    private static JsonNode? Spell(JsonNode? node)
    {
        if (node is not JsonObject schema)
            return node is JsonValue allowed && (bool)allowed
                ? new JsonObject()
                : new JsonObject { ["not"] = new JsonObject() };
        var isTuple = schema["prefixItems"] is not null;
        var spelled = new JsonObject();
        foreach (var (keyword, value) in schema)
        {
            var (name, spelling) = (keyword, value) switch
            {
                // A reference would hide the definitions beside it.
                ("$ref", JsonValue) when schema.Count > 1 => (
                    "allOf",
                    new JsonArray(Spell(new JsonObject { ["$ref"] = value.DeepClone() }))
                ),
                ("$ref", JsonValue reference) => (
                    "$ref",
                    ((string)reference!).Replace("#/$defs/", "#/definitions/", StringComparison.Ordinal)
                ),
                ("const", _) => ("enum", new JsonArray(value?.DeepClone())),
                ("properties" or "patternProperties" or "definitions", JsonObject) => (keyword, SpellEach(value)),
                ("$defs", JsonObject) => ("definitions", SpellEach(value)),
                ("allOf" or "oneOf" or "anyOf" or "items", JsonArray) => (keyword, SpellEach(value)),
                ("prefixItems", _) => ("items", SpellEach(value)),
                ("items", _) when isTuple => ("additionalItems", value is JsonValue ? value.DeepClone() : Spell(value)),
                ("additionalProperties" or "additionalItems", JsonValue) => (keyword, value.DeepClone()),
                ("additionalProperties" or "additionalItems" or "items" or "not", _) => (keyword, Spell(value)),
                (
                    "$id"
                        or "$schema"
                        or "if"
                        or "then"
                        or "else"
                        or "default"
                        or "examples"
                        or "title"
                        or "description",
                    _
                ) => ("", null),
                _ => (keyword, value?.DeepClone()),
            };
            if (name.Length > 0)
                spelled[name] = spelling;
        }

        return spelled;
    }

    private static JsonNode SpellEach(JsonNode? schemas) =>
        schemas is JsonArray list
            ? new JsonArray([.. list.Select(Spell)])
            : new JsonObject(
                ((JsonObject)schemas!).Select(entry => KeyValuePair.Create(entry.Key, Spell(entry.Value)))
            );
}
