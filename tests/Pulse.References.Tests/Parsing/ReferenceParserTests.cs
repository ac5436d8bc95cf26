using Pulse.References.Parsing;

namespace Pulse.References.Tests.Parsing;

public class ReferenceParserTests
{
    private const string Schema = """{ "$id": "/schemas/test/v1/thing.json#", "type": "object", "properties": { "a": {} } }""";

    [Theory]
    [InlineData("""{ "serviceName": "test", "apiVersion": "v1", "entries": [] }""", "'exchangePrefix' of the reference is missing", 0)]
    [InlineData("{ \"serviceName\": \"test\", \"apiVersion\": \"v1\", \"exchangePrefix\": \"e/\", \"entries\": [\n7] }", "An entry is an object", 1)]
    [InlineData("{ \"serviceName\": \"test\", \"apiVersion\": \"v1\", \"exchangePrefix\": \"e/\", \"entries\": [\n\n{\"name\": \"x\"}] }", "'exchange' of the entry 'x' is missing", 2)]
    public void What_is_missing_is_reported_where_it_is_missing(string reference, string message, int line)
    {
        var diagnostic = Services.Compile([FileScanner.Scan("exchanges.json", reference)], "test").Diagnostics[0];
        Assert.Equal(("PULSE006", message, line), (diagnostic.Rule.Id, diagnostic.Arguments[0], diagnostic.Position!.Line));
    }

    [Fact]
    public void Two_multi_word_fields_are_reported_and_the_entry_is_left_out()
    {
        var reference = Services.Reference(routingKey: """
            [
              { "name": "a", "summary": "s", "multipleWords": true, "required": true },
              { "name": "b", "summary": "s", "multipleWords": true, "required": true }
            ]
            """);
        var compiled = Services.Compile([FileScanner.Scan("exchanges.json", reference), FileScanner.Scan("thing.json", Schema)], "test");
        Assert.Contains("multipleWords", Assert.Single(compiled.Diagnostics).Arguments[0], StringComparison.Ordinal);
        Assert.Empty(compiled.Spec!.Bindings);
    }

    [Fact]
    public void An_entry_whose_schema_no_file_holds_is_reported_at_that_name()
    {
        var compiled = Services.Compile([FileScanner.Scan("exchanges.json", Services.Reference(schema: "v1/gone.json#"))], "test");
        var diagnostic = Assert.Single(compiled.Diagnostics);
        Assert.Equal("PULSE007", diagnostic.Rule.Id);
        Assert.Equal(["/schemas/test/v1/gone.json", ", which the entry 'thingHappened' names"], diagnostic.Arguments);
        Assert.Equal(5, diagnostic.Position!.Line);
    }
}
