using Pulse.References.Diagnostics;
using Pulse.References.Indexing;
using Pulse.References.Scanning;

namespace Pulse.References.Tests.Indexing;

public class ServiceDocumentsTests
{
    [Fact]
    public void A_service_s_files_are_its_reference_and_the_schemas_that_it_reaches()
    {
        var files = Services.Files(Repository.TaskclusterSchemas);
        var queue = Assert.IsType<ServiceDocuments.Found>(ServiceDocuments.Find(new DocumentIndex(files), "queue/v1"));

        Assert.Equal("references/queue/v1/exchanges.json", queue.Reference.Path);
        Assert.Equal(
            files.Select(file => file.Path).Where(path => path.StartsWith("schemas/queue/", StringComparison.Ordinal)),
            queue.Schemas.Select(file => file.Path)
        );
    }

    [Fact]
    public void Without_any_reference_file_the_error_says_how_to_name_some() =>
        Assert.Equal("PULSE002", Error("queue/v1").Rule.Id);

    [Fact]
    public void An_unknown_service_is_an_error_that_names_the_known_ones()
    {
        var error = Error("secrets", Reference("queue", "v1"), Reference("auth", "v1"));
        Assert.Equal("PULSE003", error.Rule.Id);
        Assert.Equal(["secrets", "; the files describe 'auth/v1', 'queue/v1'"], error.Arguments);
    }

    [Fact]
    public void A_name_that_means_two_versions_is_an_error()
    {
        var error = Error("queue", Reference("queue", "v1"), Reference("queue", "v2"));
        Assert.Equal("PULSE004", error.Rule.Id);
        Assert.Equal(["queue", "'queue/v1' or 'queue/v2'; add the version"], error.Arguments);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("queue/v1")]
    public void A_name_alone_or_with_its_version_finds_the_service(string service) =>
        Assert.IsType<ServiceDocuments.Found>(Find(service, Reference("queue", "v1"), Reference("auth", "v1")));

    private static InputDiagnostic Error(string service, params InputFile[] files) =>
        Assert.IsType<ServiceDocuments.NotFound>(Find(service, files)).Error;

    private static ServiceDocuments Find(string service, params InputFile[] files) =>
        ServiceDocuments.Find(new DocumentIndex(files), service);

    private static InputFile Reference(string name, string version) =>
        FileScanner.Scan(
            $"{name}/{version}.json",
            $$"""{ "serviceName": "{{name}}", "apiVersion": "{{version}}", "entries": [] }"""
        );

    [Theory]
    [InlineData(
        "schemas/build/started.json",
        "{ \"$id\": \"/schemas/other/v1/started.json#\" }",
        "; the file 'schemas/build/started.json' has the '$id' '/schemas/other/v1/started.json': change it to '/schemas/test/v1/started.json', or refer to '/schemas/other/v1/started.json'"
    )]
    [InlineData(
        "definitions/started.json",
        "{ }",
        "; the file 'definitions/started.json' has no '$id' and counts as '/started.json': add \"$id\": \"/schemas/test/v1/started.json\" to it"
    )]
    [InlineData(
        "C:\\work\\definitions\\Started.json",
        "{ }",
        "; the file 'C:\\work\\definitions\\Started.json' has no '$id' and counts as '/Started.json': add \"$id\": \"/schemas/test/v1/started.json\" to it"
    )]
    public void A_file_that_lies_there_under_another_id_is_named_with_what_to_do(string path, string schema, string end)
    {
        var compiled = Services.Compile(
            [
                FileScanner.Scan("exchanges.json", Services.Reference(schema: "v1/started.json#")),
                FileScanner.Scan(path, schema),
            ],
            "test"
        );
        var error = Assert.Single(compiled.Mistakes());
        Assert.Equal(DiagnosticRule.UnknownSchema, error.Rule);
        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
    }
}
