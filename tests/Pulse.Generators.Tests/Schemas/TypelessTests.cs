using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Tests.Schemas;

public class TypelessTests
{
    [Theory]
    [InlineData("""{ "properties": { "hint": { "type": "string" } } }""", "properties", "object")]
    [InlineData("""{ "additionalProperties": { "type": "string" } }""", "additionalProperties", "object")]
    [InlineData("""{ "patternProperties": { "^a": { "type": "string" } } }""", "patternProperties", "object")]
    [InlineData("""{ "items": { "type": "string" } }""", "items", "array")]
    [InlineData("""{ "prefixItems": [{ "type": "string" }] }""", "prefixItems", "array")]
    [InlineData(
        """{ "allOf": [{ "properties": { "a": {} } }, { "properties": { "b": {} } }] }""",
        "properties",
        "object"
    )]
    public void What_describes_an_object_or_an_array_without_type_allows_any_value_and_is_a_warning(
        string schema,
        string keyword,
        string type
    )
    {
        var typed = TypedSchemas.Compile(
            $$"""
            { "type": "object", "required": ["w"], "properties": {
              "w": {{schema}} } }
            """
        );
        Assert.Equal(typeof(JsonElement), typed.Type().GetProperty("W")!.PropertyType);
        foreach (
            var json in (string[])["""{"w":"text"}""", """{"w":{"hint":"x"}}""", """{"w":[7]}""", """{"w":null}"""]
        )
            Assert.Equal(json, typed.Write(typed.Read(json)));

        var warning = Assert.Single(typed.Reported);
        Assert.Equal(("PULSE021", DiagnosticSeverity.Warning), (warning.Id, warning.DefaultSeverity));
        Assert.Equal(
            $"The schema has '{keyword}' but no 'type': it allows any value, and its type is JsonElement; add \"type\": \"{type}\" to get a typed one",
            warning.GetMessage(null)
        );
        Assert.Equal(
            ("schemas/test/v1/s0.json", 1),
            (warning.Location.GetLineSpan().Path, warning.Location.GetLineSpan().StartLinePosition.Line)
        );
    }

    [Theory]
    [InlineData("""{ "type": "object", "allOf": [{ "properties": { "a": {} } }] }""")]
    [InlineData("""{ "allOf": [{ "properties": { "a": {} } }, { "type": "object" }] }""")]
    [InlineData("""{ "type": "object", "properties": { "a": {} }, "then": { "properties": { "b": {} } } }""")]
    [InlineData(
        """{ "type": "object", "oneOf": [{ "properties": { "k": { "const": "a" } }, "required": ["k"] }, { "properties": { "k": { "const": "b" } }, "required": ["k"] }] }"""
    )]
    [InlineData("""{ "type": "object", "required": ["a"] }""")]
    [InlineData("""{ "enum": ["a", "b"], "properties": {} }""")]
    public void A_type_that_another_schema_of_the_same_value_gives_is_enough(string schema) =>
        Assert.Empty(TypedSchemas.Compile(schema).Reported);
}
