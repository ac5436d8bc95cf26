using System.Text.Json;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>What becomes of each keyword, as <c>docs/schemas.md</c> says.</summary>
public class SchemaTypesTests
{
    [Theory]
    [InlineData("""{ "type": "string" }""", "String")]
    [InlineData("""{ "type": "boolean" }""", "Boolean")]
    [InlineData("""{ "type": "integer" }""", "Int64")]
    [InlineData("""{ "type": "integer", "minimum": 0, "maximum": 1000 }""", "Int32")]
    [InlineData("""{ "type": "integer", "maximum": 1000 }""", "Int64")]
    [InlineData("""{ "type": "integer", "maximum": 18446744073709551615 }""", "Decimal")]
    [InlineData("""{ "type": "integer", "format": "int32" }""", "Int32")]
    [InlineData("""{ "type": "integer", "format": "int64" }""", "Int64")]
    [InlineData("""{ "type": "number" }""", "Double")]
    [InlineData("""{ "type": ["integer", "number"] }""", "Double")]
    [InlineData("""{ "type": "string", "format": "date-time" }""", "DateTimeOffset")]
    [InlineData("""{ "type": "string", "format": "date" }""", "DateOnly")]
    [InlineData("""{ "type": "string", "format": "time" }""", "String")]
    [InlineData("""{ "type": "string", "format": "uri" }""", "String")]
    [InlineData("""{ "type": "string", "format": "uuid" }""", "String")]
    [InlineData("""{ "type": "string", "format": "byte" }""", "String")]
    [InlineData("""{ "type": "array", "items": { "type": "string" } }""", "IReadOnlyList<String>")]
    [InlineData("""{ "type": "array" }""", "JsonElement")]
    [InlineData("""{ "type": "object" }""", "JsonElement")]
    [InlineData(
        """{ "type": "object", "additionalProperties": { "type": "number" } }""",
        "IReadOnlyDictionary<String, Double>"
    )]
    [InlineData(
        """{ "type": "object", "patternProperties": { "^x-": { "type": "string" } }, "additionalProperties": false }""",
        "IReadOnlyDictionary<String, String>"
    )]
    [InlineData("""{ "type": "object", "patternProperties": { "^x-": { "type": "string" } } }""", "JsonElement")]
    [InlineData(
        """{ "type": "object", "patternProperties": { "^x-": { "type": "string" } }, "additionalProperties": { "type": "integer" } }""",
        "IReadOnlyDictionary<String, JsonElement>"
    )]
    [InlineData("{}", "JsonElement")]
    [InlineData("true", "JsonElement")]
    [InlineData("false", "JsonElement")]
    [InlineData("""{ "type": ["string", "integer"] }""", "JsonElement")]
    [InlineData("""{ "type": "null" }""", "JsonElement?")]
    [InlineData("""{ "type": ["string", "null"] }""", "String")]
    [InlineData("""{ "type": ["integer", "null"] }""", "Int64?")]
    [InlineData("""{ "const": "x" }""", "String")]
    [InlineData("""{ "const": 1 }""", "Int32")]
    [InlineData("""{ "const": true }""", "Boolean")]
    [InlineData("""{ "const": { "a": 1 } }""", "JsonElement")]
    [InlineData("""{ "enum": [1, 2, 3000000000] }""", "Int64")]
    [InlineData("""{ "enum": [1, 2.5] }""", "Double")]
    [InlineData("""{ "enum": ["a", 1] }""", "JsonElement")]
    [InlineData("""{ "enum": ["a", "b"] }""", "S0")]
    [InlineData("""{ "enum": ["a", "b", null] }""", "S0?")]
    [InlineData("""{ "enum": ["2020-01-01", "2020-01-02"] }""", "S0")]
    [InlineData(
        """{ "type": "array", "items": [{ "type": "string" }, { "type": "string" }] }""",
        "IReadOnlyList<JsonElement>"
    )]
    [InlineData(
        """{ "type": "array", "items": [{ "type": "string" }, { "type": "string" }], "additionalItems": false }""",
        "IReadOnlyList<String>"
    )]
    [InlineData(
        """{ "type": "array", "items": [{ "type": "string" }, { "type": "string" }], "maxItems": 2 }""",
        "IReadOnlyList<String>"
    )]
    [InlineData(
        """{ "type": "array", "prefixItems": [{ "type": "string" }], "items": false }""",
        "IReadOnlyList<String>"
    )]
    [InlineData(
        """{ "type": "array", "prefixItems": [{ "type": "string" }], "items": { "type": "string" } }""",
        "IReadOnlyList<String>"
    )]
    [InlineData(
        """{ "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }] }""",
        "IReadOnlyList<JsonElement>"
    )]
    [InlineData(
        """{ "type": "array", "items": [{ "type": "string" }], "additionalItems": { "type": "string" } }""",
        "IReadOnlyList<String>"
    )]
    [InlineData("""{ "type": "object", "properties": { "a": {} } }""", "S0")]
    [InlineData(
        """{ "type": "object", "properties": { "id": {} }, "oneOf": [{ "required": ["a"] }, { "required": ["b"] }] }""",
        "S0"
    )]
    [InlineData(
        """{ "type": "object", "properties": { "id": {} }, "oneOf": [{ "properties": { "a": {} }, "required": ["a"] }, { "properties": { "b": {} }, "required": ["b"] }] }""",
        "S0"
    )]
    [InlineData("""{ "type": "string", "nullable": true }""", "String")]
    [InlineData("""{ "type": "integer", "nullable": true }""", "Int64?")]
    [InlineData("""{ "type": "string", "format": "date-time", "x-csharp-type": "string" }""", "String")]
    [InlineData("""{ "enum": ["a", "b"], "x-csharp-type": "string" }""", "String")]
    [InlineData("""{ "enum": ["a"] }""", "String")]
    [InlineData(
        """{ "type": "object", "unevaluatedProperties": { "type": "integer" } }""",
        "IReadOnlyDictionary<String, Int64>"
    )]
    [InlineData("""{ "type": "array", "unevaluatedItems": { "type": "integer" } }""", "IReadOnlyList<Int64>")]
    [InlineData(
        """{ "type": "array", "prefixItems": [{ "type": "string" }], "unevaluatedItems": false }""",
        "IReadOnlyList<String>"
    )]
    [InlineData(
        """{ "type": "array", "contains": { "type": "string" }, "unevaluatedItems": { "type": "integer" } }""",
        "JsonElement"
    )]
    [InlineData("""{ "oneOf": [{ "type": "null" }, { "type": "string" }] }""", "String")]
    [InlineData("""{ "anyOf": [{ "type": "null" }, { "type": "integer" }] }""", "Int64?")]
    [InlineData("""{ "anyOf": [{ "format": "uri" }, { "format": "regex" }], "type": "string" }""", "String")]
    [InlineData(
        """{ "oneOf": [{ "type": "string", "pattern": "a" }, { "type": "string", "pattern": "b" }] }""",
        "String"
    )]
    [InlineData("""{ "oneOf": [{ "enum": ["a"] }, { "enum": ["b"] }] }""", "S0")]
    [InlineData("""{ "oneOf": [{ "type": "string" }, { "type": "integer" }] }""", "S0")]
    [InlineData(
        """{ "oneOf": [{ "type": "object", "properties": { "a": {} } }, { "type": "object", "properties": { "b": {} } }] }""",
        "JsonElement"
    )]
    [InlineData(
        """{ "type": "object", "properties": { "a": {}, "b": {} }, "oneOf": [{ "required": ["a"] }, { "required": ["b"] }] }""",
        "S0"
    )]
    [InlineData(
        """{ "if": { "type": "string" }, "then": { "maxLength": 3 }, "else": { "type": "integer" } }""",
        "JsonElement"
    )]
    [InlineData("""{ "not": { "type": "string" } }""", "JsonElement")]
    [InlineData("""{ "allOf": [{ "type": "string" }] }""", "String")]
    [InlineData("""{ "allOf": [{ "type": ["string", "integer"] }, { "type": ["integer", "boolean"] }] }""", "Int64")]
    [InlineData("""{ "allOf": [{ "type": "number" }, { "type": "integer" }] }""", "Int64")]
    public void A_schema_becomes_the_expected_type(string schema, string type)
    {
        var typed = TypedSchemas.Compile(
            $$"""{ "type": "object", "properties": { "p": {{schema}} }, "required": ["p"] }""".Replace(
                "s0",
                "S0",
                StringComparison.Ordinal
            )
        );
        var found = Name(typed.Type().GetProperty("P")!.PropertyType);
        Assert.Empty(typed.Reported);
        Assert.Equal(type.Replace("S0", "S0P", StringComparison.Ordinal), found);
    }

    [Theory]
    [InlineData("""{ "type": "string" }""", "\"a\"", "String")]
    [InlineData(
        """{ "type": "array", "items": { "type": "object", "properties": { "a": { "type": "integer" } } } }""",
        """[{"a":1},{}]""",
        "IReadOnlyList<S0Item>"
    )]
    [InlineData("""{ "enum": ["a", "b"] }""", "\"b\"", "S0")]
    [InlineData(
        """{ "type": "object", "additionalProperties": { "type": "integer" } }""",
        """{"x":1}""",
        "IReadOnlyDictionary<String, Int64>"
    )]
    [InlineData("{}", "[null]", "JsonElement")]
    [InlineData("true", "1", "JsonElement")]
    public void A_message_may_be_of_any_type(string schema, string json, string type)
    {
        var typed = TypedSchemas.Compile(schema);
        Assert.Equal(type, Name(typed.Type()));
        Assert.Equal(json, typed.Write(typed.Read(json)));
    }

    [Fact]
    public void AllOf_becomes_one_record()
    {
        var typed = TypedSchemas.Compile(
            """
            {
              "allOf": [
                { "$ref": "base.json#" },
                { "properties": { "b": { "type": "integer" } }, "required": ["b"] },
                { "properties": { "a": { "description": "Again." } }, "required": ["a"] }
              ],
              "properties": { "c": { "type": "boolean" } }
            }
            """,
            (
                "base.json",
                """{ "type": "object", "properties": { "a": { "type": "string" }, "d": { "type": "string" } } }"""
            )
        );
        Assert.Empty(typed.Reported);
        Assert.Equal(
            ["C: Boolean?", "A: String", "D: String", "B: Int64"],
            typed.Type().GetProperties().Select(property => $"{property.Name}: {Name(property.PropertyType)}")
        );
        Assert.Equal("""{"a":"x","b":1}""", typed.Write(typed.Read("""{ "b": 1, "a": "x" }""")));
        Assert.Equal("$.a", Assert.Throws<JsonException>(() => typed.Read("""{ "b": 1 }""")).Path);
    }

    [Fact]
    public void Known_and_additional_properties_are_both_typed()
    {
        var typed = TypedSchemas.Compile(
            """
            { "type": "object", "properties": { "a": { "type": "string" } }, "additionalProperties": { "type": "integer" } }
            """
        );
        var value = typed.Read("""{ "x": 1, "a": "s", "y": 2 }""")!;
        var rest =
            (IReadOnlyDictionary<string, long>)value.GetType().GetProperty("AdditionalProperties")!.GetValue(value)!;
        Assert.Equal(new Dictionary<string, long> { ["x"] = 1, ["y"] = 2 }, rest);
        Assert.Equal("""{"a":"s","x":1,"y":2}""", typed.Write(value));
        Assert.Equal(value, typed.Read("""{ "y": 2, "a": "s", "x": 1 }"""));
        Assert.Equal("$.z", Assert.Throws<JsonException>(() => typed.Read("""{ "z": "no" }""")).Path);
        Assert.Equal("{}", typed.Write(typed.Read("{}")));
    }

    /// <summary>A type's name as in C#.</summary>
    internal static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
    }
}
