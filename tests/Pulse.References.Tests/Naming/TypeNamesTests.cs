using Pulse.References.Specs;

namespace Pulse.References.Tests.Naming;

public class TypeNamesTests
{
    private const string Outcome = """
        { "type": "object", "properties": { "outcome": { "enum": ["passed", "failed"], "x-csharp-type": "BuildOutcome", "x-enumNames": ["Good", "Bad"], "description": "How it went." } } }
        """;

    [Fact]
    public void A_type_that_the_author_names_keeps_its_name_its_members_and_its_description_beside_an_equal_enum()
    {
        var spec = Compile(
            Outcome,
            """{ "type": "object", "properties": { "s": { "enum": ["failed", "passed"] } } }"""
        );
        Assert.Equal(["BuildOutcome", "M1S"], spec.Enums.Select(set => set.Name));
        Assert.Equal("How it went.", spec.Enums[0].Description);
        Assert.Equal(["Good", "Bad"], spec.Enums[0].Values.Select(value => value.Name));
    }

    [Fact]
    public void Equal_enums_of_two_documents_are_two_types()
    {
        const string Schema = """{ "type": "object", "properties": { "state": { "enum": ["on", "off"] } } }""";
        Assert.Equal(["M0State", "M1State"], Compile(Schema, Schema).Enums.Select(set => set.Name));
    }

    [Fact]
    public void An_enum_that_two_documents_refer_to_is_one_type()
    {
        const string Schema = """{ "type": "object", "properties": { "state": { "$ref": "state.json" } } }""";
        var spec = Compile([Schema, Schema], ("state", """{ "enum": ["on", "off"] }"""));
        Assert.Equal(["State"], spec.Enums.Select(set => set.Name));
    }

    [Fact]
    public void Equal_enums_of_one_document_are_one_type_whether_messages_reach_all_of_them_or_not()
    {
        const string Common = """
            { "definitions": {
              "long": { "type": "object", "properties": { "state": { "enum": ["on", "off"], "description": "Far." } } },
              "s": { "enum": ["off", "on"], "description": "Near." } } }
            """;
        const string Far =
            """{ "type": "object", "properties": { "a": { "$ref": "common.json#/definitions/long" } } }""";
        const string Near = """{ "type": "object", "properties": { "a": { "$ref": "common.json#/definitions/s" } } }""";
        var alone = Assert.Single(Compile([Far], ("common", Common)).Enums);
        Assert.Equal(("CommonS", "Near."), (alone.Name, alone.Description));
        Assert.Equal(alone, Assert.Single(Compile([Far, Near], ("common", Common)).Enums));
    }

    [Fact]
    public void Enums_for_which_authors_ask_for_one_name_are_one_type_and_any_other_equal_enum_is_not()
    {
        const string Named =
            """{ "type": "object", "properties": { "a": { "enum": ["on", "off"], "x-csharp-type": "Switch" }, "b": { "enum": ["on", "off"] } } }""";
        Assert.Equal(["M0B", "M1B", "Switch"], Compile(Named, Named).Enums.Select(set => set.Name));
    }

    [Fact]
    public void A_key_is_named_after_its_binding_and_gives_way_to_a_binding_of_that_name()
    {
        const string Schema = """{ "type": "object" }""";
        var spec = Services.CompileMessages([("thing", Schema), ("thing-key", Schema)], []);
        Assert.Equal(
            [("OnThing", "OnThingKeyValue"), ("OnThingKey", "OnThingKeyKey")],
            spec.Bindings.Select(binding => (binding.Name, binding.KeyName))
        );
    }

    [Fact]
    public void A_field_gives_way_to_the_name_of_its_key()
    {
        var spec = Services.CompileMessages(
            [("thing", """{ "type": "object" }""")],
            [],
            """[{ "name": "onThingKey", "summary": "S", "required": true, "multipleWords": false }]"""
        );
        Assert.Equal("OnThingKey", spec.Bindings[0].KeyName);
        Assert.Equal("OnThingKeyValue", spec.Bindings[0].Fields[0].PropertyName);
    }

    [Fact]
    public void A_record_gives_way_to_a_key_of_its_name()
    {
        var spec = Services.CompileMessages(
            [("thing", """{ "type": "object", "properties": { "a": { "$ref": "on-thing-key.json" } } }""")],
            [("on-thing-key", """{ "type": "object", "properties": { "b": { "type": "string" } } }""")]
        );
        Assert.Equal("OnThingKey", spec.Bindings[0].KeyName);
        Assert.Equal(["OnThingKeyMessage", "Thing"], spec.Records.Select(record => record.Name));
    }

    [Theory]
    [InlineData("""{ "enum": ["only"] }""")]
    [InlineData("""{ "type": "string", "enum": ["only"] }""")]
    [InlineData("""{ "const": "only" }""")]
    [InlineData("""{ "oneOf": [{ "enum": ["only"] }, { "const": "only" }] }""")]
    public void An_enum_of_one_value_is_a_string_as_a_const_is(string schema)
    {
        var spec = Compile($$"""{ "type": "object", "properties": { "a": {{schema}} } }""");
        Assert.Empty(spec.Enums);
        Assert.Equal(
            new TypeSpec.Scalar(ScalarKind.String),
            spec.Records[0].Properties[0].Type with
            {
                IsNullable = false,
            }
        );
    }

    [Fact]
    public void A_name_beside_a_ref_makes_a_type_of_its_own()
    {
        var spec = Compile(
            [
                """
                { "type": "object", "properties": {
                  "a": { "$ref": "thing.json" }, "b": { "$ref": "thing.json", "x-csharp-type": "Other" },
                  "c": { "$ref": "thing.json", "x-csharp-type": "Other" }, "d": { "$ref": "thing.json", "x-csharp-type": "Thing" } } }
                """,
            ],
            ("thing", """{ "type": "object", "properties": { "x": { "type": "string" } } }""")
        );
        Assert.Equal(["M0", "Other", "Thing"], spec.Records.Select(record => record.Name));
        Assert.Equal(
            ["Thing", "Other", "Other", "Thing"],
            spec.Records[0].Properties.Select(property => ((TypeSpec.Record)property.Type).Name)
        );
    }

    [Fact]
    public void A_property_that_two_documents_describe_has_the_same_name_whoever_else_uses_them()
    {
        const string One =
            """{ "type": "object", "properties": { "p": { "type": "object", "properties": { "x": {} } } } }""";
        const string Other =
            """{ "type": "object", "properties": { "p": { "type": "object", "properties": { "y": {} } } } }""";
        const string Both = """{ "allOf": [{ "$ref": "one.json" }, { "$ref": "other.json" }] }""";
        const string More =
            """{ "allOf": [{ "$ref": "one.json" }, { "properties": { "p": { "properties": { "z": {} } } } }] }""";
        var documents = new[] { ("one", One), ("other", Other) };
        var alone = Compile([Both], documents);
        Assert.Equal(["M0", "OnePAndOtherP"], alone.Records.Select(record => record.Name));
        var among = Compile([Both, More, """{ "$ref": "one.json" }"""], documents);
        Assert.Equal(["M0", "M1", "M1P", "One", "OneP", "OnePAndOtherP"], among.Records.Select(record => record.Name));
    }

    [Theory]
    [InlineData("user.schema.json")]
    [InlineData("user.schema")]
    [InlineData("user.jsonschema")]
    [InlineData("user.json")]
    public void A_document_is_named_after_its_file_without_what_only_says_that_it_is_a_schema(string file)
    {
        var spec = Compile(
            [$$"""{ "type": "object", "properties": { "by": { "$ref": "/schemas/test/v1/{{file}}" } } }"""],
            (file, $$"""{ "$id": "/schemas/test/v1/{{file}}", "type": "object", "properties": { "name": {} } }""")
        );
        Assert.Equal(["M0", "User"], spec.Records.Select(record => record.Name));
    }

    private static ServiceSpec Compile(params string[] messages) => Compile(messages, []);

    private static ServiceSpec Compile(string[] messages, params (string Name, string Json)[] documents) =>
        Services.CompileMessages([.. messages.Select((json, index) => ($"m{index}", json))], documents);
}
