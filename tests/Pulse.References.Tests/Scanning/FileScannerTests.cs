using Pulse.References.Scanning;

namespace Pulse.References.Tests.Scanning;

public class FileScannerTests
{
    [Fact]
    public void A_schema_is_known_by_its_id_and_points_to_the_documents_of_its_refs()
    {
        var document = Document<SchemaDocument>(
            "a.json",
            """
            {
              "$id": "/schemas/queue/v1/a.json#",
              "properties": { "x": { "$ref": "b.json#/properties/y" }, "z": { "items": { "$ref": "../v2/c.json#" } } }
            }
            """
        );

        Assert.Equal("http://pulse.invalid/schemas/queue/v1/a.json", document.Uri);
        Assert.Equal(
            ["http://pulse.invalid/schemas/queue/v1/b", "http://pulse.invalid/schemas/queue/v2/c"],
            document.PointsTo
        );
    }

    [Fact]
    public void A_reference_is_known_by_its_service_and_points_to_the_schemas_of_its_entries()
    {
        var document = Document<ReferenceDocument>(
            "exchanges.json",
            """
            { "serviceName": "queue", "apiVersion": "v1", "entries": [ { "name": "x", "schema": "v1/x.json#" } ] }
            """
        );

        Assert.Equal(new ServiceKey("queue", "v1"), document.Service);
        Assert.Equal(["http://pulse.invalid/schemas/queue/v1/x"], document.PointsTo);
    }

    [Theory]
    [InlineData(
        """{ "serviceName": "a", "apiVersion": "v1", "entries": [], "$schema": "/schemas/common/exchanges-reference-v0.json#" }""",
        true
    )]
    [InlineData(
        """{ "serviceName": "a", "apiVersion": "v1", "entries": [], "exchangePrefix": "e/", "$schema": "https://example.com/mine" }""",
        true
    )]
    [InlineData("""{ "serviceName": "a", "apiVersion": "v1", "entries": [] }""", true)]
    [InlineData(
        """{ "serviceName": "a", "apiVersion": "v1", "entries": [], "$schema": "/schemas/common/api-reference-v0.json#" }""",
        false
    )]
    [InlineData("""{ "serviceName": "a", "apiVersion": "v1", "entries": {} }""", false)]
    [InlineData("""{ "nested": { "serviceName": "a", "apiVersion": "v1", "entries": [] } }""", false)]
    public void A_reference_of_another_kind_is_not_an_exchange_reference(string json, bool isReference) =>
        Assert.Equal(isReference, Document<InputDocument>("a.json", json) is ReferenceDocument);

    [Theory]
    [InlineData("schemas/queue/v1/x.json", "http://pulse.invalid/schemas/queue/v1/x.json")]
    [InlineData("C:\\work\\schemas\\queue\\v1\\x.json", "http://pulse.invalid/schemas/queue/v1/x.json")]
    [InlineData("/anywhere/x.json", "http://pulse.invalid/x.json")]
    public void A_schema_without_id_is_known_by_its_path(string path, string uri) =>
        Assert.Equal(uri, Document<SchemaDocument>(path, "{}").Uri);

    [Theory]
    [InlineData("""{ "id": "other", "$id": "/schemas/a/x.json" }""", "http://pulse.invalid/schemas/a/x.json")]
    [InlineData("""{ "id": "/schemas/a/x.json" }""", "http://pulse.invalid/file.json")]
    [InlineData(
        """{ "id": "/schemas/a/x.json", "$schema": "http://json-schema.org/draft-04/schema#" }""",
        "http://pulse.invalid/schemas/a/x.json"
    )]
    public void A_plain_id_counts_in_draft_4_only(string json, string uri) =>
        Assert.Equal(uri, Document<SchemaDocument>("file.json", json).Uri);

    [Fact]
    public void A_bundle_is_scanned_as_many_documents()
    {
        var file = FileScanner.Scan(
            "references.json",
            """
            [
              { "filename": "schemas/a/v1/x.json", "content": { "type": "string" } },
              7,
              { "other": [ {} ] },
              { "content": { "serviceName": "a", "apiVersion": "v1", "entries": [] }, "filename": "references/a/v1/exchanges.json" },
              { "content": { "type": "integer" }, "filename": "schemas/a/v1/y.json" }
            ]
            """
        );

        Assert.Null(file.Error);
        Assert.Equal(
            ["http://pulse.invalid/schemas/a/v1/x.json", "a/v1", "http://pulse.invalid/schemas/a/v1/y.json"],
            file.Documents.Select(document =>
                document switch
                {
                    ReferenceDocument reference => reference.Service.ToString(),
                    SchemaDocument schema => schema.Uri,
                    _ => null,
                }
            )
        );
        Assert.Equal("""{ "type": "string" }""", file.Documents[0].Text);
        Assert.Equal(
            (1, 60),
            (file.Documents[0].PositionOf("/type").Line, file.Documents[0].PositionOf("/type").Column)
        );
    }

    [Theory]
    [InlineData("", 0, 0, "it is empty")]
    [InlineData("  \n ", 1, 1, "it is empty")]
    [InlineData("{", 0, 1, "it ends unexpectedly")]
    [InlineData("{\n  \"a\": [1,\n", 2, 0, "it ends unexpectedly")]
    [InlineData("{\r\n  \"a\": \"b", 1, 9, "it ends inside a string")]
    [InlineData("{\n  \"a\" 1\n}", 1, 6, "expected ':' after a property's name, found '1'")]
    [InlineData("not json", 0, 0, "expected a value, found 'n'")]
    [InlineData("{} {}", 0, 3, "expected the end, found '{'")]
    [InlineData("{ a: 1 }", 0, 2, "expected a property's name in double quotes, found 'a'")]
    [InlineData("{ /* c */ }", 0, 2, "expected a property's name in double quotes, found '/'")]
    [InlineData("{ \"a\": 1, }", 0, 10, "expected a property's name in double quotes, found '}'")]
    [InlineData("[1, 2,, 3]", 0, 6, "expected a value, found ','")]
    [InlineData("[01]", 0, 2, "a number has a leading zero")]
    [InlineData("[1.]", 0, 3, "expected a digit, found ']'")]
    [InlineData("[NaN]", 0, 1, "expected a value, found 'N'")]
    [InlineData(
        "[\"a\nb\"]",
        0,
        3,
        "a string contains a line break or control character; write it as an escape, such as \\n"
    )]
    [InlineData("[\"\\x\"]", 0, 3, "expected a valid escape, found 'x'")]
    [InlineData("[1 2]", 0, 3, "expected ',' or ']', found '2'")]
    public void A_file_that_is_not_JSON_is_reported_at_the_first_wrong_character(
        string text,
        int line,
        int column,
        string reason
    )
    {
        var error = FileScanner.Scan("broken.json", text).Error;

        Assert.NotNull(error);
        Assert.Equal("PULSE005", error.Rule.Id);
        Assert.Equal(reason, error.Arguments[0]);
        Assert.Equal(("broken.json", line, column), (error.Position!.Path, error.Position.Line, error.Position.Column));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_reported() =>
        Assert.Equal("it cannot be read", FileScanner.Scan("gone.json", null).Error!.Arguments[0]);

    [Fact]
    public void Files_with_one_path_and_one_text_are_equal() =>
        Assert.Equal(FileScanner.Scan("a.json", "{}"), FileScanner.Scan("a.json", "{}"));

    [Theory]
    [InlineData("""{ "serviceName": "a", "exchangePrefix": "e/" }""", "entries")]
    [InlineData("""{ "entries": [], "exchangePrefix": "e/" }""", "serviceName")]
    [InlineData("""{ "serviceName": "", "entries": [], "exchangePrefix": "e/" }""", "serviceName")]
    public void A_reference_without_its_service_or_its_entries_is_incomplete(string json, string missingKey) =>
        Assert.Equal(missingKey, Document<IncompleteReference>("a.json", json).MissingKey);

    private static TDocument Document<TDocument>(string path, string text)
        where TDocument : InputDocument =>
        Assert.IsAssignableFrom<TDocument>(Assert.Single(FileScanner.Scan(path, text).Documents));

    [Theory]
    [InlineData("a.json", "serviceName: queue\napiVersion: v1\n")]
    [InlineData("a.json", "---\n$schema: x\n")]
    [InlineData("a.json", "# A comment.\n\n\"$id\": x\n")]
    [InlineData("a.json", "- name: x\n  type: y\n")]
    [InlineData("a.yml", "{ a: 1 }")]
    [InlineData("a.YAML", "")]
    public void YAML_is_named_as_what_it_is(string path, string text) =>
        Assert.Equal(
            "The file is not JSON: it is YAML, which Pulse does not read yet; convert it to JSON, and list that file as PulseReference",
            FileScanner.Scan(path, text).Error!.Message
        );

    [Theory]
    [InlineData("{ a: 1 }")]
    [InlineData("nul")]
    [InlineData("-1x")]
    [InlineData("")]
    [InlineData("{ \"a\": 1 } b: 2")]
    public void What_is_neither_JSON_nor_YAML_is_not_named_YAML(string text) =>
        Assert.DoesNotContain("YAML", FileScanner.Scan("a.json", text).Error!.Message, StringComparison.Ordinal);

    [Fact]
    public void JSON_in_a_file_that_is_called_YAML_is_read() =>
        Assert.Null(FileScanner.Scan("a.yaml", """{ "$id": "/schemas/x.json" }""").Error);
}
