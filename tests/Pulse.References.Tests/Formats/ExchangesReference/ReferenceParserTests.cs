using Pulse.References.Indexing;
using Pulse.References.Scanning;

namespace Pulse.References.Tests.Formats.ExchangesReference;

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
        "The '$schema' of the reference is 'https://example.com/other', but that of an exchange reference is '/schemas/common/exchanges-reference-v0.json#'; correct or remove it",
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
        "An entry must be an object",
        1
    )]
    [InlineData(
        "{ \"serviceName\": \"test\", \"apiVersion\": \"v1\", \"exchangePrefix\": \"e/\", \"entries\": [\n\n{\"name\": \"x\"}] }",
        "PULSE006",
        "'exchange' of the entry 'x' is missing",
        2
    )]
    public void A_missing_key_is_reported_at_the_object_that_lacks_it(
        string reference,
        string id,
        string message,
        int line
    )
    {
        var diagnostic = Services.Compile([FileScanner.Scan("exchanges.json", reference)], "test").Mistakes()[0];
        Assert.Equal((id, message, line), (diagnostic.Rule.Id, diagnostic.Message, diagnostic.Position!.Line));
    }

    [Theory]
    [InlineData(
        "\"type\": \"fanout-exchange\",",
        "PULSE013",
        "The entry 'x' is ignored because its type is 'fanout-exchange'; only 'topic-exchange' is supported"
    )]
    [InlineData("\"exchange\": \"\",", "PULSE006", "'exchange' of the entry 'x' must be a non-empty string")]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"constant\":\"b.c\",\"required\":true,\"multipleWords\":false}],",
        "PULSE017",
        "The constant 'b.c' of the routing-key field 'a' of the entry 'x' is not a single word: it contains a dot, which separates words; set 'multipleWords' on a field of several words"
    )]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"constant\":\""
            + Long
            + "\",\"required\":true,\"multipleWords\":true},{\"name\":\"b\",\"required\":true,\"multipleWords\":false}],",
        "PULSE018",
        "The routing key of the entry 'x' has at least 262 bytes, but AMQP allows 255; shorten its constants or remove fields"
    )]
    [InlineData("\"routingKey\": {},", "PULSE006", "'routingKey' of the entry 'x' must be a list of fields")]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"required\":true,\"multipleWords\":false},{\"name\":\"a\",\"required\":true,\"multipleWords\":false}],",
        "PULSE016",
        "The routing key of the entry 'x' has two fields called 'a'; rename one of them"
    )]
    [InlineData(
        "\"routingKey\": [{\"name\":\"a\",\"required\":1,\"multipleWords\":false}],",
        "PULSE006",
        "'required' of the routing-key field 'a' of the entry 'x' must be true or false"
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
            .Mistakes()[0];
        Assert.Equal((id, message), (diagnostic.Rule.Id, diagnostic.Message));
    }

    [Theory]
    [InlineData("\"exchange\"", "\"exchagne\"", "exchagne", "exchange")]
    [InlineData("\"exchangePrefix\"", "\"exchangePrefx\"", "exchangePrefx", "exchangePrefix")]
    public void A_key_that_resembles_a_missing_one_is_reported_at_its_position(
        string key,
        string mistyped,
        string name,
        string meant
    )
    {
        var reference = Services.Reference().Replace(key + ":", mistyped + ":", StringComparison.Ordinal);
        var diagnostics = Services
            .Compile([FileScanner.Scan("exchanges.json", reference), FileScanner.Scan("thing.json", Schema)], "test")
            .Mistakes();
        var found = Assert.Single(
            diagnostics,
            diagnostic => diagnostic.Message == $"The reference format has no key '{name}'; did you mean '{meant}'?"
        );
        Assert.Equal("PULSE006", found.Rule.Id);
        Assert.Equal(
            reference.Split('\n')[found.Position!.Line].IndexOf(mistyped, StringComparison.Ordinal),
            found.Position.Column
        );
        Assert.Equal(name.Length + 2, found.Position.EndColumn - found.Position.Column);
    }

    [Fact]
    public void A_mistyped_optional_key_is_reported()
    {
        var reference = Services.Reference(
            routingKey: """[{ "name": "a", "summary": "s", "constnat": "b", "multipleWords": false, "required": true }]"""
        );
        Assert.Equal(
            "The reference format has no key 'constnat'; did you mean 'constant'?",
            Assert
                .Single(
                    Services
                        .Compile(
                            [FileScanner.Scan("exchanges.json", reference), FileScanner.Scan("thing.json", Schema)],
                            "test"
                        )
                        .Mistakes()
                )
                .Message
        );
    }

    [Fact]
    public void A_key_that_resembles_no_other_is_ignored()
    {
        var reference = Services.Reference().Replace("\"type\"", "\"audience\": 7, \"type\"", StringComparison.Ordinal);
        Assert.Empty(
            Services
                .Compile(
                    [FileScanner.Scan("exchanges.json", reference), FileScanner.Scan("thing.json", Schema)],
                    "test"
                )
                .Mistakes()
        );
    }

    [Theory]
    [InlineData("""{ "exchangePrefix": "e/", "apiVersion": "v1", "entries": [] }""", "serviceName")]
    [InlineData("""{ "exchangePrefix": "e/", "serviceName": "", "entries": [] }""", "serviceName")]
    [InlineData("""{ "exchangePrefix": "e/", "serviceName": "test", "entries": {} }""", "entries")]
    [InlineData("""{ "$schema": "/schemas/common/exchanges-reference-v0.json#", "serviceName": "test" }""", "entries")]
    public void A_reference_that_no_class_can_ask_for_is_reported_in_its_file(string reference, string key)
    {
        var index = new DocumentIndex([FileScanner.Scan("exchanges.json", reference)]);
        var diagnostic = Assert.Single(index.Diagnostics);
        Assert.Equal(("PULSE006", "exchanges.json"), (diagnostic.Rule.Id, diagnostic.Position!.Path));
        Assert.StartsWith($"'{key}' of an exchange reference must be a ", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains(
            "exchanges.json could not be read",
            Assert.IsType<ServiceDocuments.NotFound>(ServiceDocuments.Find(index, "test")).Error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_error_deep_in_a_schema_names_the_entry_that_needs_it()
    {
        var compiled = Services.Compile(
            """{ "type": "object", "properties": { "a": { "$ref": "somewhere/else-altogether.json" } } }"""
        );
        Assert.Equal(
            "No PulseReference file contains the schema '/schemas/test/v1/somewhere/else-altogether.json', which '/schemas/test/v1/thing.json', part of the message of the entry 'thingHappened', refers to",
            Assert.Single(compiled.Mistakes()).Message
        );
    }

    [Fact]
    public void A_wrong_entry_does_not_affect_the_others()
    {
        const string good = """{ "name": "good", "exchange": "e", "schema": "v1/thing.json", "routingKey": [] }""";
        string[] wrong =
        [
            "7",
            good.Replace("\"name\": \"good\", ", "", StringComparison.Ordinal),
            good.Replace("\"e\"", "\"\"", StringComparison.Ordinal),
            good.Replace("\"name\"", "\"type\": \"x\", \"name\"", StringComparison.Ordinal),
            good.Replace("[]", "{}", StringComparison.Ordinal),
            good.Replace("[]", "[7]", StringComparison.Ordinal),
            good.Replace("v1/thing.json", "v1/gone.json", StringComparison.Ordinal)
                .Replace("good", "b", StringComparison.Ordinal),
        ];
        var reference =
            $$"""{ "serviceName": "test", "apiVersion": "v1", "exchangePrefix": "e/", "entries": [{{string.Join(", ", wrong)}}, {{good}}] }""";
        var compiled = Services.Compile(
            [FileScanner.Scan("exchanges.json", reference), FileScanner.Scan("thing.json", Schema)],
            "test"
        );
        Assert.Equal("Good", Assert.Single(compiled.Spec!.Bindings).Name);
        Assert.Equal(wrong.Length, compiled.Mistakes().Count);
    }

    [Fact]
    public void The_second_of_two_entries_with_one_name_is_reported_and_left_out()
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
            "Another entry is already called 'thingHappened', in line 6; this entry is ignored until it has another name",
            Assert.Single(compiled.Mistakes()).Message
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
        Assert.Equal("PULSE015", Assert.Single(compiled.Mistakes()).Rule.Id);
        Assert.Empty(compiled.Spec!.Bindings);
    }

    [Fact]
    public void An_entry_whose_schema_no_file_holds_is_reported_at_that_name()
    {
        var compiled = Services.Compile(
            [FileScanner.Scan("exchanges.json", Services.Reference(schema: "v1/gone.json#"))],
            "test"
        );
        var diagnostic = Assert.Single(compiled.Mistakes());
        Assert.Equal("PULSE007", diagnostic.Rule.Id);
        Assert.Equal(
            "No PulseReference file contains the schema '/schemas/test/v1/gone.json', which the entry 'thingHappened' refers to",
            diagnostic.Message
        );
        Assert.Equal(6, diagnostic.Position!.Line);
    }

    [Fact]
    public void An_exchange_prefix_may_be_empty()
    {
        var files = new[]
        {
            FileScanner.Scan(
                "exchanges.json",
                Services.Reference().Replace("\"exchange/test/v1/\"", "\"\"", StringComparison.Ordinal)
            ),
            FileScanner.Scan("schemas/test/v1/thing.json", "{}"),
        };
        var compiled = Services.Compile(files, "test");
        Assert.Empty(compiled.Mistakes());
        Assert.Equal("thing", Assert.Single(compiled.Spec!.Bindings).ExchangeName);
    }
}
