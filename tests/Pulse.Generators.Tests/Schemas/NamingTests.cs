namespace Pulse.Generators.Tests.Schemas;

public class NamingTests
{
    [Fact]
    public void Any_property_name_becomes_a_member_and_is_read_and_written()
    {
        string[] names =
        [
            "class",
            "foo-bar",
            "foo_bar",
            "fooBar",
            "FooBar",
            "3d",
            "a b",
            "a.b",
            "🦊",
            "",
            " ",
            "-",
            "$ref",
            "$id",
            "\u0000",
            "\"quoted\"",
            "back\\slash",
            "equals",
            "getHashCode",
            "toString",
            "clone",
            "equalityContract",
            "printMembers",
            "decode",
            "writeTo",
            "validate",
            "s0",
            "getType",
            "reader",
            "writer",
            "value",
            "item0",
            "entry0",
            "hash",
            "other",
            "größe",
            "日本",
            "ß",
            "ſ",
            "ı",
            "İ",
            "record",
            "field",
            "required",
            "file",
            "var",
            "_",
            "__arglist",
            "null",
            "true",
            "global",
            "System",
            "Pulse",
            "string",
            "object",
        ];
        var properties = string.Join(
            ",",
            names.Select(name => $"{System.Text.Json.JsonSerializer.Serialize(name)}: {{ \"type\": \"integer\" }}")
        );
        var typed = TypedSchemas.Compile($$"""{ "type": "object", "properties": { {{properties}} } }""");
        Assert.Empty(typed.Reported);
        Assert.Equal(names.Length, typed.Type().GetProperties().Length);

        var json = System.Text.Json.JsonSerializer.Serialize(
            names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index)
        );
        var value = typed.Read(json)!;
        Assert.Equal(
            Enumerable.Range(0, names.Length).Select(i => (long?)i),
            typed.Type().GetProperties().Select(property => (long?)property.GetValue(value))
        );
        Assert.True(
            System.Text.Json.JsonElement.DeepEquals(
                System.Text.Json.JsonElement.Parse(json),
                System.Text.Json.JsonElement.Parse(typed.Write(value))
            )
        );
    }

    [Theory]
    [InlineData("Task")]
    [InlineData("Object")]
    [InlineData("String")]
    [InlineData("Exception")]
    [InlineData("Event0")]
    [InlineData("Events")]
    [InlineData("Equals")]
    [InlineData("System")]
    [InlineData("Pulse")]
    public void A_schema_with_any_title_becomes_a_type(string name)
    {
        var typed = TypedSchemas.Compile(
            $$"""
            { "type": "object", "title": "{{name}}", "x-csharp-type": "{{name}}", "properties": { "{{name}}": { "title": "{{name}}", "type": "object", "properties": { "a": { "enum": ["x", "equals", "{{name}}"] } } } } }
            """
        );
        Assert.Empty(typed.Reported);
        var json = $$$"""{"{{{name}}}":{"a":"{{{name}}}"}}""";
        Assert.Equal(json, typed.Write(typed.Read(json)));
    }

    [Fact]
    public void Documents_with_one_file_name_get_their_folders_names_and_the_service_s_own_keeps_its_name()
    {
        var typed = TypedSchemas.Compile(
            """
            {
              "type": "object",
              "properties": {
                "a": { "$ref": "/schemas/a/v1/thing.json" }, "b": { "$ref": "/schemas/b/v1/thing.json" }, "c": { "$ref": "thing.json" }
              }
            }
            """,
            ("a.json", """{ "$id": "/schemas/a/v1/thing.json", "type": "object", "properties": { "p": {} } }"""),
            ("b.json", """{ "$id": "/schemas/b/v1/thing.json", "type": "object", "properties": { "q": {} } }"""),
            ("thing.json", """{ "type": "object", "properties": { "r": {} } }""")
        );
        Assert.Equal(
            ["V1Thing", "BV1Thing", "Thing"],
            typed.Type().GetProperties().Select(property => property.PropertyType.Name)
        );
    }

    [Fact]
    public void An_author_can_name_types_members_and_values()
    {
        var typed = TypedSchemas.Compile(
            """
            {
              "type": "object",
              "properties": {
                "sz": { "type": "integer", "x-csharp-name": "Size" },
                "st": { "enum": ["p", "r"], "x-enumNames": ["Pending", "Running"], "x-csharp-type": "State", "x-csharp-name": "State" }
              }
            }
            """
        );
        Assert.Empty(typed.Reported);
        Assert.Equal(["Size", "State"], typed.Type().GetProperties().Select(property => property.Name));
        Assert.NotNull(typed.Type("State").GetProperty("Running"));
        Assert.Equal("""{"sz":1,"st":"r"}""", typed.Write(typed.Read("""{"sz":1,"st":"r"}""")));
    }

    [Fact]
    public void Any_value_of_an_enum_becomes_a_member()
    {
        var typed = TypedSchemas.Compile(
            """{ "enum": ["", "-", "a-b", "aB", "a b", "3", "🦊", "text", "isKnown", "texts", "class", "\"", "\\", "\u0001"] }"""
        );
        Assert.Empty(typed.Reported);
        Assert.Equal("\"a b\"", typed.Write(typed.Read("\"a b\"")));
    }
}
