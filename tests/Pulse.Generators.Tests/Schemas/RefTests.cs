using System.Text.Json;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>Where a <c>$ref</c> may stand and what it may look like.</summary>
public class RefTests
{
    private const string Other = """
        {
          "$id": "/schemas/test/v1/other.json#",
          "type": "object",
          "properties": { "x": { "type": "boolean" }, "chained": { "$ref": "#/definitions/flag" }, "items": { "type": "array", "items": { "type": "boolean" } } },
          "definitions": { "flag": { "$ref": "#/definitions/deeper/inner" }, "deeper": { "inner": { "type": "boolean" } }, "a/b": { "type": "boolean" }, "c~d": { "type": "boolean" }, "e f": { "type": "boolean" }, "50%": { "type": "boolean" } },
          "$defs": { "flag": { "$anchor": "flag", "type": "boolean" } }
        }
        """;

    [Theory]
    [InlineData("other.json#/properties/x")]
    [InlineData("other#/properties/x")]
    [InlineData("/schemas/test/v1/other.json#/properties/x")]
    [InlineData("../v1/other.json#/properties/x")]
    [InlineData("other.json#/properties/chained")]
    [InlineData("other.json#/properties/items/items")]
    [InlineData("other.json#/definitions/flag")]
    [InlineData("other.json#/definitions/a~1b")]
    [InlineData("other.json#/definitions/c~0d")]
    [InlineData("other.json#/definitions/e%20f")]
    [InlineData("other.json#/definitions/50%25")]
    [InlineData("other.json#/$defs/flag")]
    [InlineData("other.json#flag")]
    public void A_ref_finds_its_schema(string reference)
    {
        var typed = TypedSchemas.Compile(
            $$"""{ "type": "object", "properties": { "p": { "$ref": "{{reference}}" } }, "required": ["p"] }""",
            ("other.json", Other)
        );
        Assert.Empty(typed.Reported);
        Assert.Equal(typeof(bool), typed.Type().GetProperty("P")!.PropertyType);
    }

    [Theory]
    [InlineData(
        """{ "$id": "http://example.com/root.json", "properties": { "p": { "$ref": "#/definitions/a" } }, "definitions": { "a": { "$id": "sub/a.json", "$ref": "b.json" }, "b": { "$id": "sub/b.json", "type": "boolean" } } }"""
    )]
    [InlineData(
        """{ "$id": "urn:uuid:deadbeef-1234", "properties": { "p": { "$ref": "#/definitions/a" } }, "definitions": { "a": { "type": "boolean" } } }"""
    )]
    [InlineData(
        """{ "$id": "http://example.com/root.json", "properties": { "p": { "$ref": "http://example.com/inner.json#/$defs/x" } }, "$defs": { "i": { "$id": "/inner.json", "$defs": { "x": { "type": "boolean" } } } } }"""
    )]
    [InlineData(
        """{ "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "http://example.com/root.json", "properties": { "p": { "$ref": "#it" } }, "$defs": { "x": { "$anchor": "it", "type": "boolean" } } }"""
    )]
    public void An_id_inside_a_document_changes_the_base_of_its_refs(string schema)
    {
        // The message refers to the document by its own id.
        var document = JsonElement.Parse(schema);
        var id = (document.TryGetProperty("$id", out var named) ? named : document.GetProperty("id")).GetString();
        var typed = TypedSchemas.Compile($$"""{ "$ref": "{{id}}" }""", ("other.json", schema));
        Assert.Empty(typed.Reported);
        Assert.Equal(typeof(bool?), typed.Type().GetProperty("P")!.PropertyType);
    }

    [Theory]
    [InlineData("http://json-schema.org/draft-07/schema#", "JsonElement?")]
    [InlineData("https://json-schema.org/draft/2020-12/schema", "Boolean?")]
    public void Keywords_beside_a_ref_count_as_the_dialect_says(string dialect, string type)
    {
        var typed = TypedSchemas.Compile(
            $$"""
            { "$schema": "{{dialect}}", "properties": { "p": { "$ref": "#/definitions/any", "type": "boolean", "description": "Counts anyway." } }, "definitions": { "any": {} } }
            """
        );
        Assert.Equal(type, SchemaTypesTests.Name(typed.Type().GetProperty("P")!.PropertyType));
        Assert.Contains("/// <summary>Counts anyway.</summary>", typed.Source("S0"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recursive_schema_becomes_a_recursive_record()
    {
        var typed = TypedSchemas.Compile(
            """
            { "type": "object", "properties": { "child": { "$ref": "#" }, "children": { "type": "array", "items": { "$ref": "#" } }, "other": { "$ref": "other.json" } } }
            """,
            ("other.json", """{ "type": "object", "properties": { "back": { "$ref": "s0.json#" } } }""")
        );
        Assert.Empty(typed.Reported);
        var json = """{"child":{"children":[{},{"child":{}}]},"other":{"back":{}}}""";
        Assert.Equal(json, typed.Write(typed.Read(json)));
    }

    [Theory]
    [InlineData(
        """{ "$ref": "#/definitions/list", "definitions": { "list": { "type": "array", "items": { "$ref": "#/definitions/list" } } } }""",
        "[[],[[]]]"
    )]
    [InlineData(
        """{ "$ref": "#/definitions/map", "definitions": { "map": { "type": "object", "additionalProperties": { "$ref": "#/definitions/map" } } } }""",
        """{"a":{"b":{}}}"""
    )]
    [InlineData(
        """{ "$ref": "#/definitions/json", "definitions": { "json": { "oneOf": [{ "type": "string" }, { "type": "array", "items": { "$ref": "#/definitions/json" } }] } } }""",
        """["a",["b",[]]]"""
    )]
    public void A_schema_that_holds_itself_without_a_name_in_between_becomes_any_JSON(string schema, string json)
    {
        var typed = TypedSchemas.Compile(schema);
        Assert.Empty(typed.Reported);
        Assert.Equal(json, typed.Write(typed.Read(json)));
    }

    [Theory]
    [InlineData("""{ "oneOf": [{ "$ref": "#" }, { "type": "string" }] }""")]
    [InlineData(
        """{ "anyOf": [{ "$ref": "#/definitions/a" }], "definitions": { "a": { "oneOf": [{ "$ref": "#/definitions/b" }, { "type": "null" }] }, "b": { "anyOf": [{ "$ref": "#/definitions/a" }] } } }"""
    )]
    [InlineData("""{ "type": "object", "oneOf": [{ "$ref": "#" }, { "properties": { "b": {} } }] }""")]
    [InlineData("""{ "type": "object", "properties": { "a": {} }, "oneOf": [{ "$ref": "#" }, { "type": "null" }] }""")]
    [InlineData(
        """{ "type": "object", "anyOf": [{ "$ref": "#" }, { "properties": { "b": {} } }, { "$ref": "#/anyOf/1" }, { "oneOf": [{ "$ref": "#" }, { "type": "string" }] }] }"""
    )]
    [InlineData(
        """{ "oneOf": [{ "$ref": "#/definitions/a" }, { "type": "string" }], "definitions": { "a": { "oneOf": [{ "$ref": "#/definitions/b" }, { "type": "integer" }] }, "b": { "anyOf": [{ "$ref": "#/definitions/a" }, { "$ref": "#" }, { "type": "boolean" }] } } }"""
    )]
    [InlineData("""{ "allOf": [{ "$ref": "#" }] }""")]
    [InlineData(
        """{ "allOf": [{ "$ref": "#" }, { "type": "object", "properties": { "a": { "allOf": [{ "$ref": "#" }, { "$ref": "#/properties/a" }] } } }] }"""
    )]
    [InlineData(
        """{ "$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#", "type": "object", "properties": { "a": { "$ref": "#/properties/a", "type": "string" } } }"""
    )]
    public void A_combination_that_holds_itself_compiles(string schema) =>
        Assert.NotNull(TypedSchemas.Compile(schema).Type());

    [Theory]
    [InlineData("""{ "$ref": "#/definitions/a" }""")]
    [InlineData("""{ "allOf": [{ "$ref": "#/definitions/a" }] }""")]
    public void A_ref_that_leads_back_to_itself_is_reported_and_becomes_any_value(string property)
    {
        var typed = TypedSchemas.Compile(
            $$"""{ "properties": { "p": {{property}} }, "definitions": { "a": { "$ref": "#/definitions/b" }, "b": { "$ref": "#/definitions/a" } } }"""
        );
        Assert.Equal("PULSE009", Assert.Single(typed.Reported).Id);
        Assert.Equal(typeof(JsonElement?), typed.Type().GetProperty("P")!.PropertyType);
    }

    [Theory]
    [InlineData("https://example.com/never-fetched.json")]
    [InlineData("file:///etc/hostname")]
    [InlineData("/etc/hostname")]
    [InlineData("::not a uri::")]
    [InlineData("#/nowhere")]
    [InlineData("#nowhere")]
    public void A_ref_that_leads_nowhere_is_reported_at_its_position(string reference)
    {
        var typed = TypedSchemas.Compile("{\n  \"properties\": { \"p\": { \"$ref\": \"" + reference + "\" } }\n}");
        var error = Assert.Single(typed.Reported);
        Assert.Equal("PULSE007", error.Id);
        var span = error.Location.GetLineSpan();
        Assert.Equal(
            ("schemas/test/v1/s0.json", 1, 33, 1, 35 + reference.Length),
            (
                span.Path,
                span.StartLinePosition.Line,
                span.StartLinePosition.Character,
                span.EndLinePosition.Line,
                span.EndLinePosition.Character
            )
        );
        Assert.Equal(typeof(JsonElement?), typed.Type().GetProperty("P")!.PropertyType);
    }

    [Theory]
    [InlineData("http://json-schema.org/draft-04/schema#", "id", "Boolean?")]
    [InlineData("http://json-schema.org/draft-06/schema#", "$id", "Boolean?")]
    [InlineData("http://json-schema.org/draft-07/schema#", "$id", "Boolean?")]
    [InlineData("https://json-schema.org/draft/2019-09/schema", "$id", "Int64?")]
    [InlineData("https://json-schema.org/draft/2020-12/schema", "$id", "Int64?")]
    public void An_id_beside_a_ref_changes_the_base_from_2019_on(string dialect, string keyword, string type)
    {
        var typed = TypedSchemas.Compile(
            $$"""
            { "$schema": "{{dialect}}", "type": "object", "properties": {
                "p": { "{{keyword}}": "inner/other.json", "$ref": "target.json" } } }
            """,
            ("target.json", """{ "type": "boolean" }"""),
            ("inner.json", """{ "$id": "/schemas/test/v1/inner/target.json", "type": "integer" }""")
        );
        Assert.Empty(typed.Reported);
        Assert.Equal(type, SchemaTypesTests.Name(typed.Type().GetProperty("P")!.PropertyType));
    }

    [Fact]
    public void A_dynamic_ref_with_several_targets_is_any_value()
    {
        var typed = TypedSchemas.Compile(
            """
            { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "/schemas/test/v1/s0.json", "$ref": "tree.json", "$dynamicAnchor": "node",
              "properties": { "data": { "type": "integer" } } }
            """,
            (
                "tree.json",
                """
                { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "/schemas/test/v1/tree.json", "$dynamicAnchor": "node", "type": "object",
                  "properties": { "children": { "type": "array", "items": { "$dynamicRef": "#node" } } } }
                """
            )
        );
        const string Json = """{"data":1,"children":[{"data":2}]}""";
        Assert.Equal(Json, typed.Write(typed.Read(Json)));
    }
}
