using System.Text.Json;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>What a schema names is read, can be reached, and is written back.</summary>
public class NamedDataTests
{
    private const string Then = """
        { "type": "object", "required": ["kind"],
          "properties": { "kind": { "type": "string" }, "cfg": { "type": "object", "properties": { "a": { "type": "string" } } }, "list": { "type": "array", "items": { "type": "object", "properties": { "a": { "type": "string" } } } } },
          "if": { "properties": { "kind": { "const": "x" }, "tested": {} } },
          "then": { "properties": { "more": { "type": "integer" }, "cfg": { "properties": { "b": {} } }, "list": { "items": { "properties": { "b": {} } } } } },
          "else": { "$ref": "#/definitions/other" },
          "dependentSchemas": { "cfg": { "allOf": [{ "properties": { "dependent": {} } }] } },
          "dependencies": { "kind": { "oneOf": [{ "properties": { "branch": {} } }] }, "cfg": ["kind"] },
          "definitions": { "other": { "properties": { "less": { "type": "integer" } } } } }
        """;

    [Theory]
    [InlineData("""{"kind":"x","more":1}""", "More")]
    [InlineData("""{"kind":"y","more":"any value, since the condition does not hold"}""", "More")]
    [InlineData("""{"kind":"y","less":2}""", "Less")]
    [InlineData("""{"kind":"y","tested":[1]}""", "Tested")]
    [InlineData("""{"kind":"y","dependent":{"x":1}}""", "Dependent")]
    [InlineData("""{"kind":"y","branch":true}""", "Branch")]
    [InlineData("""{"kind":"x","cfg":{"a":"s","b":1}}""", "Cfg")]
    [InlineData("""{"kind":"x","list":[{"a":"s","b":1},{"b":2}]}""", "List")]
    public void A_property_that_applies_at_times_is_read_and_written_back(string json, string member)
    {
        var typed = TypedSchemas.Compile(Then);
        Assert.Empty(typed.Reported);
        var value = typed.Read(json)!;
        Assert.NotNull(value.GetType().GetProperty(member)!.GetValue(value));
        Assert.Equal(json, typed.Write(value));
        Assert.Equal(value, typed.Read(json));
    }

    [Fact]
    public void Properties_beside_a_union_that_nothing_tells_apart_stay_typed()
    {
        var typed = TypedSchemas.Compile(
            """
            { "type": "object", "properties": { "id": { "type": "integer" } }, "required": ["id"],
              "oneOf": [{ "properties": { "a": { "type": "string" } }, "required": ["a"] }, { "properties": { "b": { "type": "string" } }, "required": ["b"] }] }
            """
        );
        const string Json = """{"id":1,"a":"x"}""";
        var value = typed.Read(Json)!;
        Assert.Equal(1L, value.GetType().GetProperty("Id")!.GetValue(value));
        Assert.NotNull(value.GetType().GetProperty("A")!.GetValue(value));
        Assert.Equal(Json, typed.Write(value));
        Assert.Equal("""{"id":1,"a":7,"b":"y"}""", typed.Write(typed.Read("""{"id":1,"b":"y","a":7}""")));
    }

    [Fact]
    public void Properties_of_a_pattern_beside_others_are_in_a_map_of_any_values()
    {
        var typed = TypedSchemas.Compile(
            """{ "type": "object", "properties": { "a": { "type": "string" } }, "patternProperties": { "^x-": { "type": "integer" } } }"""
        );
        const string Json = """{"a":"s","x-1":1,"other":[true]}""";
        var value = typed.Read(Json)!;
        var rest =
            (IReadOnlyDictionary<string, JsonElement>)
                value.GetType().GetProperty("AdditionalProperties")!.GetValue(value)!;
        Assert.Equal(["x-1", "other"], rest.Keys);
        Assert.Equal(Json, typed.Write(value));
    }

    [Theory]
    [InlineData("""{ "type": "string", "nullable": true }""", "\"s\"")]
    [InlineData("""{ "type": "object", "nullable": true, "properties": { "a": {} } }""", """{"a":1}""")]
    [InlineData("""{ "enum": ["a", "b"], "nullable": true }""", "\"a\"")]
    [InlineData("""{ "type": "string", "enum": ["a", "b"], "nullable": true }""", "\"a\"")]
    [InlineData("""{ "$ref": "#/definitions/r", "nullable": true }""", """{"a":1}""")]
    [InlineData("""{ "allOf": [{ "$ref": "#/definitions/r" }], "nullable": true }""", """{"a":1}""")]
    [InlineData("""{ "nullable": true, "oneOf": [{ "type": "string" }, { "type": "array" }] }""", "\"s\"")]
    public void Nullable_allows_null_as_in_OpenAPI(string schema, string other)
    {
        var typed = TypedSchemas.Compile(
            $$$"""
            { "type": "object", "required": ["p", "q"], "properties": { "p": {{{schema}}}, "q": { "$ref": "#/definitions/r" } },
              "definitions": { "r": { "type": "object", "properties": { "a": { "type": "integer" } } } } }
            """
        );
        Assert.Empty(typed.Reported);
        foreach (var json in (string[])["""{"p":null,"q":{}}""", $$$"""{"p":{{{other}}},"q":{}}"""])
            Assert.Equal(json, typed.Write(typed.Read(json)));
        if (schema.Contains("$ref", StringComparison.Ordinal))
            Assert.Equal(typed.Type().GetProperty("Q")!.PropertyType, typed.Type().GetProperty("P")!.PropertyType);
    }

    [Fact]
    public void A_schema_that_points_to_itself_at_times_ends() =>
        Assert.Empty(
            TypedSchemas
                .Compile(
                    """
                    { "type": "object", "properties": { "child": { "$ref": "#" }, "list": { "type": "array", "items": { "$ref": "#" } } },
                      "then": { "$ref": "#" }, "else": { "properties": { "child": { "$ref": "#" }, "list": { "items": { "properties": { "x": { "$ref": "#" } } } } } } }
                    """
                )
                .Reported
        );
}
