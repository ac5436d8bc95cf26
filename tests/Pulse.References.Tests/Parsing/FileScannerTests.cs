using Pulse.References.Parsing;

namespace Pulse.References.Tests.Parsing;

public class FileScannerTests
{
    [Fact]
    public void A_schema_is_known_by_its_id_and_points_to_the_documents_of_its_refs()
    {
        var file = FileScanner.Scan("a.json", """
            {
              "$id": "/schemas/queue/v1/a.json#",
              "properties": { "x": { "$ref": "b.json#/properties/y" }, "z": { "items": { "$ref": "../v2/c.json#" } } }
            }
            """);

        Assert.Null(file.Error);
        Assert.Null(file.Service);
        Assert.Equal("http://pulse.invalid/schemas/queue/v1/a.json", file.SchemaId);
        Assert.Equal(
            ["http://pulse.invalid/schemas/queue/v1/b.json", "http://pulse.invalid/schemas/queue/v2/c.json"],
            file.PointsTo);
    }

    [Fact]
    public void A_reference_is_known_by_its_service_and_points_to_the_schemas_of_its_entries()
    {
        var file = FileScanner.Scan("exchanges.json", """
            { "serviceName": "queue", "apiVersion": "v1", "entries": [ { "name": "x", "schema": "v1/x.json#" } ] }
            """);

        Assert.Equal(new ServiceKey("queue", "v1"), file.Service);
        Assert.Equal(["http://pulse.invalid/schemas/queue/v1/x.json"], file.PointsTo);
    }

    [Theory]
    [InlineData("", 0, 0, "empty")]
    [InlineData("  \n ", 1, 1, "empty")]
    [InlineData("{", 0, 1, "middle")]
    [InlineData("{\n  \"a\": [1,\n", 2, 0, "middle")]
    [InlineData("{\n  \"a\" 1\n}", 1, 6, "Expected ':'")]
    [InlineData("not json", 0, 0, "character")]
    [InlineData("{} {}", 0, 3, "Additional text")]
    [InlineData("{ a: 1 }", 0, 4, "double quotes")]
    [InlineData("{ /* c */ }", 0, 9, "comment")]
    public void What_is_not_JSON_is_reported_where_it_ends_to_be(string text, int line, int column, string reason)
    {
        var error = FileScanner.Scan("broken.json", text).Error;

        Assert.NotNull(error);
        Assert.Equal("PULSE005", error.Rule.Id);
        Assert.Contains(reason, error.Arguments[0], StringComparison.Ordinal);
        Assert.Equal(("broken.json", line, column), (error.Position!.Path, error.Position.Line, error.Position.Column));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_reported() =>
        Assert.Equal("it cannot be read", FileScanner.Scan("gone.json", null).Error!.Arguments[0]);

    [Fact]
    public void Files_with_one_path_and_one_text_are_equal() =>
        Assert.Equal(FileScanner.Scan("a.json", "{}"), FileScanner.Scan("a.json", "{}"));
}
