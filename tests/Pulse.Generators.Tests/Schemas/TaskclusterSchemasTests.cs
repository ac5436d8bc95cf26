using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>Every schema of Taskcluster, as a message: instances are read, and written as they were.</summary>
public class TaskclusterSchemasTests
{
    private const int InstancesOfEach = 20;

    [Fact]
    public void What_our_own_schemas_allow_is_read_and_written() =>
        AssertRoundTrips(Path.Combine(Repository.TaskclusterSchemas, "schemas"));

    [Fact]
    public void What_Taskclusters_own_schemas_allow_is_read_and_written()
    {
        var folder = Path.Combine(Repository.PublishedReferences, "schemas");
        // Their documents lie beside the repository where it is developed, not everywhere it is built.
        if (Directory.Exists(folder))
            AssertRoundTrips(folder);
    }

    private static void AssertRoundTrips(string folder)
    {
        var documents = Directory
            .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Name: Path.GetRelativePath(folder, path).Replace('\\', '/'), Text: File.ReadAllText(path)))
            .ToList();
        var schemas = documents
            .Select(document => JsonNode.Parse(document.Text)!.AsObject())
            .ToDictionary(json => (string)json["$id"]!);
        var ids = schemas.Keys.ToList();
        Assert.NotEmpty(ids);

        var typed = TypedSchemas.Compile(
            [.. ids.Select(id => $$"""{ "$ref": "{{id}}" }""")],
            [.. documents.Select((document, index) => ($"document{index}.json", document.Text))]
        );
        Assert.Empty(typed.Reported);

        var bundle = new SchemaBundle(schemas);
        var all = bundle.Json;
        var validator = new SchemaValidator(all);
        for (var number = 0; number < ids.Count; number++)
        {
            var definition = bundle.NameOf(ids[number]);
            var generator = new InstanceGenerator(all, new Random(number), addsUnknown: false);
            for (var i = 0; i < InstancesOfEach; i++)
            {
                var json = generator.Make(all["definitions"]![definition]!)?.ToJsonString() ?? "null";
                Assert.True(
                    validator.Accepts(json, definition),
                    $"The test makes no valid instance of {ids[number]}: {json}"
                );
                var fault = RoundTrip.Fault(typed, number, json, mayBeLost: _ => false);
                Assert.True(fault is null, $"{ids[number]}: {fault}\n{json}");
            }
        }
    }
}
