using System.Text.Json;

namespace Pulse.Generators.Tests.Schemas;

public class UnionTests
{
    private const string ByKind = """
        { "oneOf": [{ "type": "string" }, { "type": "integer" }, { "type": "boolean" }, { "type": "array", "items": { "type": "string" } },
          { "type": "object", "properties": { "a": { "type": "string" } } }] }
        """;

    private const string ByConstant = """
        {
          "type": "object",
          "properties": { "kind": { "type": "string" }, "name": { "type": "string" } },
          "required": ["kind"],
          "oneOf": [
            { "properties": { "kind": { "const": "s3" }, "bucket": { "type": "string" } }, "required": ["bucket"] },
            { "properties": { "kind": { "enum": ["by-reference"] }, "url": { "type": "string" } }, "required": ["url"] },
            { "$ref": "error.json#" }
          ]
        }
        """;

    private const string Error =
        """{ "type": "object", "properties": { "kind": { "const": "error" }, "reason": { "type": "string" } }, "required": ["kind", "reason"] }""";

    private const string ByRequired = """
        { "anyOf": [
          { "type": "object", "properties": { "url": { "type": "string" } }, "required": ["url"], "additionalProperties": false },
          { "type": "object", "properties": { "path": { "type": "string" }, "mode": { "type": "integer" } }, "required": ["path"], "additionalProperties": false },
          { "type": "null" }
        ] }
        """;

    [Theory]
    [InlineData("\"x\"", "Text")]
    [InlineData("7", "Number")]
    [InlineData("true", "Boolean")]
    [InlineData("[\"a\",\"b\"]", "List")]
    [InlineData("{\"a\":\"x\"}", "Object")]
    public void Cases_of_a_union_are_told_apart_by_the_kind_of_JSON(string json, string name) =>
        AssertCase(TypedSchemas.Compile(ByKind), json, name);

    [Theory]
    [InlineData("""{"kind":"s3","bucket":"b","name":"n"}""", "S3")]
    [InlineData("""{"url":"u","kind":"by-reference"}""", "ByReference")]
    [InlineData("""{"kind":"error","reason":"r"}""", "Error")]
    [InlineData("""{"kind":"news","whatever":[1]}""", "Other")]
    public void Cases_of_a_union_are_told_apart_by_a_constant(string json, string name) =>
        AssertCase(TypedSchemas.Compile(ByConstant, ("error.json", Error)), json, name);

    [Theory]
    [InlineData("""{"url":"u"}""", "WithUrl")]
    [InlineData("""{"mode":1,"path":"p"}""", "WithPath")]
    public void Cases_of_a_union_are_told_apart_by_a_required_property(string json, string name) =>
        AssertCase(
            TypedSchemas.Compile($$"""{ "properties": { "p": {{ByRequired}} }, "required": ["p"] }"""),
            json,
            name,
            inProperty: true
        );

    [Theory]
    [InlineData(ByKind, "null", "$")]
    [InlineData(ByKind, "{\"a\":7}", "$.a")]
    [InlineData(ByKind, "1.5", "$")]
    [InlineData(ByConstant, "{\"name\":\"n\"}", "$")]
    [InlineData(ByConstant, "{\"kind\":\"s3\"}", "$.bucket")]
    [InlineData(ByConstant, "[]", "$")]
    public void A_value_that_fits_no_case_is_a_JsonException_with_its_path(string schema, string json, string path)
    {
        var error = Assert.Throws<JsonException>(() => TypedSchemas.Compile(schema, ("error.json", Error)).Read(json));
        Assert.EndsWith(path, error.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_union_is_closed_and_its_cases_hold_the_value()
    {
        var typed = TypedSchemas.Compile(ByKind);
        Assert.True(typed.Type().IsAbstract);
        Assert.All(
            typed
                .Type()
                .GetConstructors(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance),
            constructor => Assert.True(constructor.IsPrivate || constructor.IsFamily)
        );
        Assert.Equal(
            ["Boolean", "List", "Number", "Object", "Text"],
            typed.Type().GetNestedTypes().Select(type => type.Name).Order()
        );
        var value = typed.Read("7")!;
        Assert.Equal(7L, value.GetType().GetProperty("Value")!.GetValue(value));
    }

    [Fact]
    public void Inline_cases_are_named_after_their_difference()
    {
        var typed = TypedSchemas.Compile(ByConstant, ("error.json", Error));
        Assert.NotNull(typed.Type("S0S3"));
        Assert.NotNull(typed.Type("S0ByReference"));
    }

    [Fact]
    public void Cases_that_cannot_be_told_apart_become_any_JSON() =>
        Assert.Equal(
            typeof(JsonElement),
            TypedSchemas
                .Compile(
                    """
                    { "oneOf": [
                      { "type": "object", "properties": { "a": { "type": "string" } } },
                      { "type": "object", "properties": { "b": { "type": "string" } } } ] }
                    """
                )
                .Type()
        );

    [Fact]
    public void A_case_of_a_type_that_JSON_Schema_does_not_know_is_any_value() =>
        Assert.Equal(
            typeof(JsonElement),
            TypedSchemas.Compile("""{ "oneOf": [{ "type": "any" }, { "type": "array" }] }""").Type()
        );

    private static void AssertCase(TypedSchemas typed, string json, string name, bool inProperty = false)
    {
        Assert.Empty(typed.Reported);
        if (inProperty)
            json = $$"""{"p":{{json}}}""";
        var value = typed.Read(json)!;
        var found = inProperty ? value.GetType().GetProperty("P")!.GetValue(value)! : value;
        Assert.Equal(name, found.GetType().Name);
        Assert.True(
            JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(typed.Write(value))),
            typed.Write(value)
        );
        Assert.Equal(value, typed.Read(json));
        Assert.Equal(value.GetHashCode(), typed.Read(json)!.GetHashCode());
    }
}
