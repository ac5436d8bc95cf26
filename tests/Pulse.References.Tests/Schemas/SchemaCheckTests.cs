using Pulse.References.Diagnostics;

namespace Pulse.References.Tests.Schemas;

public class SchemaCheckTests
{
    [Theory]
    [InlineData("\"type\": \"strin\"", "type 'strin', so it says nothing here; did you mean 'string'?", 2, 26)]
    [InlineData("\"type\": [\"string\", \"nul\"]", "type 'nul', so it says nothing here; did you mean 'null'?", 2, 37)]
    [InlineData("\"type\": \"int\"", "type 'int', so it says nothing here; did you mean 'integer'?", 2, 26)]
    [InlineData("\"type\": \"bool\"", "type 'bool', so it says nothing here; did you mean 'boolean'?", 2, 26)]
    [InlineData("\"type\": \"String\"", "type 'String', so it says nothing here; did you mean 'string'?", 2, 26)]
    [InlineData("\"type\": \"banana\"", "type 'banana', so it says nothing here", 2, 26)]
    [InlineData(
        "\"propertees\": {}",
        "keyword 'propertees', so it says nothing here; did you mean 'properties'?",
        2,
        18
    )]
    [InlineData("\"requried\": []", "keyword 'requried', so it says nothing here; did you mean 'required'?", 2, 18)]
    [InlineData("\"item\": {}", "keyword 'item', so it says nothing here; did you mean 'items'?", 2, 18)]
    [InlineData("\"enums\": []", "keyword 'enums', so it says nothing here; did you mean 'enum'?", 2, 18)]
    [InlineData("\"ref\": \"#\"", "keyword 'ref', so it says nothing here; did you mean '$ref'?", 2, 18)]
    [InlineData("\"anyof\": []", "keyword 'anyof', so it says nothing here; did you mean 'anyOf'?", 2, 18)]
    [InlineData(
        "\"format\": \"datetime\"",
        "format 'datetime', so it says nothing here; did you mean 'date-time'?",
        2,
        28
    )]
    [InlineData(
        "\"format\": \"date_time\"",
        "format 'date_time', so it says nothing here; did you mean 'date-time'?",
        2,
        28
    )]
    [InlineData("\"format\": \"emial\"", "format 'emial', so it says nothing here; did you mean 'email'?", 2, 28)]
    public void A_word_that_resembles_one_of_JSON_Schema_is_a_warning_at_line_and_column(
        string words,
        string message,
        int line,
        int column
    )
    {
        var warning = Assert.Single(
            Services
                .Compile($"{{\n\"type\": \"object\", \"properties\": {{\n        \"p\": {{    {words} }} }} }}")
                .Diagnostics
        );
        Assert.Equal((DiagnosticRule.NearKeyword, RuleSeverity.Warning), (warning.Rule, warning.Rule.Severity));
        Assert.Equal($"JSON Schema has no {message}", warning.Message);
        Assert.Equal(
            ("thing.json", line, column),
            (warning.Position!.Path, warning.Position.Line, warning.Position.Column)
        );
    }

    [Theory]
    [InlineData("\"type\": \"any\"")]
    [InlineData("\"example\": 1, \"nullable\": true, \"discriminator\": {}, \"xml\": {}, \"externalDocs\": {}")]
    [InlineData(
        "\"x-typ\": 1, \"X-Enum\": 2, \"note\": \"\", \"version\": 1, \"enumNames\": [], \"links\": [], \"label\": \"\""
    )]
    [InlineData("\"format\": \"slugid\"")]
    [InlineData("\"format\": \"url\"")]
    [InlineData("\"format\": \"int64\"")]
    [InlineData("\"format\": \"x\"")]
    [InlineData("\"const\": { \"propertees\": 1, \"type\": \"strin\" }")]
    [InlineData("\"default\": { \"propertees\": 1 }, \"examples\": [{ \"requried\": [] }]")]
    [InlineData(
        "\"type\": \"object\", \"properties\": { \"requried\": {}, \"propertees\": {}, \"type\": {}, \"ref\": {} }"
    )]
    public void A_word_of_a_tool_a_value_or_the_name_of_a_property_is_not_reported(string words) =>
        Assert.Empty(Services.Compile($$"""{ "type": "object", "properties": { "p": { {{words}} } } }""").Diagnostics);

    [Fact]
    public void A_schema_that_two_messages_reach_is_reported_once() =>
        Assert.Single(
            Services
                .Compile(
                    """{ "type": "object", "properties": { "a": { "$ref": "other.json" }, "b": { "$ref": "other.json" }, "c": { "allOf": [{ "$ref": "other.json" }, { "maxLength": 3 }] } } }""",
                    ("other", """{ "type": "string", "patern": "x" }""")
                )
                .Diagnostics
        );
}
