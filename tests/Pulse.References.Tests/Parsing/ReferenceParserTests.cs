using Pulse.References.Parsing;

namespace Pulse.References.Tests.Parsing;

public class ReferenceParserTests
{
    private const string Schema =
        """{ "$id": "/schemas/test/v1/thing.json#", "type": "object", "properties": { "a": {} } }""";

    private const string Long =
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789";

    [Theory]
    [InlineData(
        """{ "$schema": "https://example.com/other", "serviceName": "test", "apiVersion": "v1", "exchangePrefix": "e/", "entries": [] }""",
        "PULSE012",
        "'$schema' of the reference is 'https://example.com/other', which is not that of an exchange reference: '/schemas/common/exchanges-reference-v0.json#'",
        0
    )]
    [InlineData(
        """{ "serviceName": "test", "entries": [], "exchangePrefix": "e/" }""",
        "PULSE006",
        "'apiVersion' of the reference is missing",
        0
    )]
    [InlineData(
        """{ "serviceName": "test", "apiVersion": "v1", "entries": [] }""",
        "PULSE006",
        "'exchangePrefix' of the reference is missing",
        0
    )]
    [InlineData(
        "{ \"serviceName\": \"test\", \"apiVersion\": \"v1\", \"exchangePrefix\": \"e/\", \"entries\": [\n7] }",
        "PULSE006",
        "An entry is an object",
        1
    )]
    [InlineData(
        "{ \"serviceName\": \"test\", \"apiVersion\": \"v1\", \"exchangePrefix\": \"e/\", \"entries\": [\n\n{\"name\": \"x\"}] }",
        "PULSE006",
        "'exchange' of the entry 'x' is missing",
        2
    )]
    public void What_is_missing_is_reported_where_it_is_missing(string reference, string id, string message, int line)
    {
        var diagnostic = Services.Compile([FileScanner.Scan("exchanges.json", reference)], "test").Diagnostics[0];
        Assert.Equal((id, message, line), (diagnostic.Rule.Id, diagnostic.Message, diagnostic.Position!.Line));
    }

    [Theory]
    [InlineData(
        "\"type\": \"fanout-exchange\",",
        "PULSE013",
        "The entry 'x' is of the type 'fanout-exchange', and only 'topic-exchange' is known; it is left out"
    )]
    [InlineData("\"exchange\": \"\",", "PULSE006", "'exchange' of the entry 'x' is a string that is not empty")]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"constant\":\"b.c\",\"required\":true,\"multipleWords\":false}],",
        "PULSE017",
        "The constant 'b.c' of the routing-key field 'a' of the entry 'x' is no single word: it holds a dot, which ends a word; a field of several words has 'multipleWords'"
    )]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"constant\":\""
            + Long
            + "\",\"required\":true,\"multipleWords\":true},{\"name\":\"b\",\"required\":true,\"multipleWords\":false}],",
        "PULSE018",
        "The routing key of the entry 'x' has at least 262 bytes, and AMQP allows 255; shorten its constants or leave fields out"
    )]
    [InlineData("\"routingKey\": {},", "PULSE006", "'routingKey' of the entry 'x' is a list of fields")]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"required\":true,\"multipleWords\":false},{\"name\":\"a\",\"required\":true,\"multipleWords\":false}],",
        "PULSE016",
        "The routing key of the entry 'x' has two fields called 'a'; give one of them another name"
    )]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"required\":1,\"multipleWords\":false}],",
        "PULSE006",
        "'required' of the routing-key field 'a' of the entry 'x' is true or false"
    )]
    public void An_entry_that_is_wrong_is_reported(string wrong, string id, string message)
    {
        var reference =
            $$"""{ "serviceName": "test", "apiVersion": "v1", "exchangePrefix": "e/", "entries": [{ {{wrong}} "name": "x", "schema": "v1/thing.json", "exchange": "e", "routingKey": [] }] }""";
        // Of two properties with one name the last one counts: take out the good one.
        var property = wrong.Split('"')[1];
        reference =
            property is "exchange" ? reference.Replace(", \"exchange\": \"e\"", "", StringComparison.Ordinal)
            : property is "routingKey" ? reference.Replace(", \"routingKey\": []", "", StringComparison.Ordinal)
            : reference;
        var diagnostic = Services
            .Compile([FileScanner.Scan("exchanges.json", reference), FileScanner.Scan("thing.json", Schema)], "test")
            .Diagnostics[0];
        Assert.Equal((id, message), (diagnostic.Rule.Id, diagnostic.Message));
    }

    [Fact]
    public void Of_two_entries_with_one_name_the_second_is_reported_and_left_out()
    {
        var reference = Services.Reference();
        var entry = reference[
            reference.IndexOf("{\n      \"type\"", StringComparison.Ordinal)..reference.LastIndexOf(']')
        ];
        var compiled = Services.Compile(
            [
                FileScanner.Scan("exchanges.json", reference.Insert(reference.LastIndexOf(']'), "," + entry)),
                FileScanner.Scan("thing.json", Schema),
            ],
            "test"
        );
        Assert.Equal(
            "There is an entry called 'thingHappened' already, in line 6; this one is left out until it has another name",
            Assert.Single(compiled.Diagnostics).Message
        );
        Assert.Single(compiled.Spec!.Bindings);
    }

    [Fact]
    public void Two_multi_word_fields_are_reported_and_the_entry_is_left_out()
    {
        var reference = Services.Reference(
            routingKey: """
            [
              { "name": "a", "summary": "s", "multipleWords": true, "required": true },
              { "name": "b", "summary": "s", "multipleWords": true, "required": true }
            ]
            """
        );
        var compiled = Services.Compile(
            [FileScanner.Scan("exchanges.json", reference), FileScanner.Scan("thing.json", Schema)],
            "test"
        );
        Assert.Equal("PULSE015", Assert.Single(compiled.Diagnostics).Rule.Id);
        Assert.Empty(compiled.Spec!.Bindings);
    }

    [Fact]
    public void An_entry_whose_schema_no_file_holds_is_reported_at_that_name()
    {
        var compiled = Services.Compile(
            [FileScanner.Scan("exchanges.json", Services.Reference(schema: "v1/gone.json#"))],
            "test"
        );
        var diagnostic = Assert.Single(compiled.Diagnostics);
        Assert.Equal("PULSE007", diagnostic.Rule.Id);
        Assert.Equal(
            "No reference file holds the schema '/schemas/test/v1/gone.json', which the entry 'thingHappened' refers to",
            diagnostic.Message
        );
        Assert.Equal(6, diagnostic.Position!.Line);
    }
}
