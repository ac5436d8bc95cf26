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
        "'$schema' of the reference is 'https://example.com/other', which is not that of an exchange reference: '/schemas/common/exchanges-reference-v0.json#'",
        0
    )]
    [InlineData(
        """{ "serviceName": "test", "entries": [], "exchangePrefix": "e/" }""",
        "'apiVersion' of the reference is missing",
        0
    )]
    [InlineData(
        """{ "serviceName": "test", "apiVersion": "v1", "entries": [] }""",
        "'exchangePrefix' of the reference is missing",
        0
    )]
    [InlineData(
        "{ \"serviceName\": \"test\", \"apiVersion\": \"v1\", \"exchangePrefix\": \"e/\", \"entries\": [\n7] }",
        "An entry is an object",
        1
    )]
    [InlineData(
        "{ \"serviceName\": \"test\", \"apiVersion\": \"v1\", \"exchangePrefix\": \"e/\", \"entries\": [\n\n{\"name\": \"x\"}] }",
        "'exchange' of the entry 'x' is missing",
        2
    )]
    public void What_is_missing_is_reported_where_it_is_missing(string reference, string message, int line)
    {
        var diagnostic = Services.Compile([FileScanner.Scan("exchanges.json", reference)], "test").Diagnostics[0];
        Assert.Equal(
            ("PULSE006", message, line),
            (diagnostic.Rule.Id, diagnostic.Arguments[0], diagnostic.Position!.Line)
        );
    }

    [Theory]
    [InlineData(
        "\"type\": \"fanout-exchange\",",
        "the entry 'x' is of the type 'fanout-exchange'; only 'topic-exchange' is known"
    )]
    [InlineData("\"exchange\": \"\",", "'exchange' of the entry 'x' is a string that is not empty")]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"constant\":\"b.c\",\"required\":true,\"multipleWords\":false}],",
        "The constant 'b.c' of the routing-key field 'a' of the entry 'x' is no single word: it is empty or holds a dot, '*' or '#'"
    )]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"constant\":\""
            + Long
            + "\",\"required\":true,\"multipleWords\":true},{\"name\":\"b\",\"required\":true,\"multipleWords\":false}],",
        "The routing key of the entry 'x' has at least 262 bytes, and AMQP allows 255"
    )]
    [InlineData("\"routingKey\": {},", "'routingKey' of the entry 'x' is a list of fields")]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"required\":true,\"multipleWords\":false},{\"name\":\"a\",\"required\":true,\"multipleWords\":false}],",
        "The routing key of the entry 'x' has two fields called 'a'"
    )]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"required\":1,\"multipleWords\":false}],",
        "'required' of the routing-key field 'a' of the entry 'x' is true or false"
    )]
    public void An_entry_that_is_wrong_is_reported(string wrong, string message)
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
        Assert.Equal(("PULSE006", message), (diagnostic.Rule.Id, diagnostic.Arguments[0]));
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
        Assert.Contains(
            "two entries called 'thingHappened'",
            Assert.Single(compiled.Diagnostics).Arguments[0],
            StringComparison.Ordinal
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
        Assert.Contains("multipleWords", Assert.Single(compiled.Diagnostics).Arguments[0], StringComparison.Ordinal);
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
        Assert.Equal(["/schemas/test/v1/gone.json", ", which the entry 'thingHappened' names"], diagnostic.Arguments);
        Assert.Equal(5, diagnostic.Position!.Line);
    }
}
