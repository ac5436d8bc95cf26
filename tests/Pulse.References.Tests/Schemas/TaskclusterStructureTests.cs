using System.Text.Json.Nodes;

namespace Pulse.References.Tests.Schemas;

/// <summary>Our documents under <c>schemas/taskcluster</c> say the same as Taskcluster's, in other words.</summary>
public class TaskclusterStructureTests
{
    public static TheoryData<string> Documents() => [.. Repository.JsonFiles(Repository.TaskclusterSchemas).Keys];

    [ComparingTheory]
    [MemberData(nameof(Documents))]
    public void Our_document_has_the_structure_of_the_published_one(string path)
    {
        var ours = Structure(JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.TaskclusterSchemas, path))));
        var published = Structure(JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.PublishedReferences, path))));
        Assert.Equal(published!.ToJsonString(), ours!.ToJsonString());
    }

    [ComparingFact]
    public void Every_published_document_of_a_service_that_we_have_is_there()
    {
        var ours = Repository.JsonFiles(Repository.TaskclusterSchemas).Keys.ToList();
        var services = ours.Select(Service).ToHashSet();
        Assert.Equal(
            Repository.JsonFiles(Repository.PublishedReferences).Keys.Where(path => services.Contains(Service(path))),
            ours
        );
    }

    [ComparingTheory]
    [MemberData(nameof(Documents))]
    public void No_description_is_copied_from_the_published_document(string path)
    {
        var published = Descriptions(
                JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.PublishedReferences, path)))
            )
            .ToHashSet();
        Assert.DoesNotContain(
            Descriptions(JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.TaskclusterSchemas, path)))),
            published.Contains
        );
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_description_is_a_sentence(string path) =>
        Assert.All(
            Descriptions(JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.TaskclusterSchemas, path)))),
            text => Assert.True(text.Length > 10 && text.EndsWith('.'), text)
        );

    private static string Service(string path) => string.Join('/', path.Split('/').Take(2).Skip(1));

    /// <summary>A document without its descriptions and summaries; properties that bear these names are structure.</summary>
    private static JsonNode? Structure(JsonNode? node) =>
        node switch
        {
            JsonObject owner => new JsonObject(
                owner
                    .Where(property => !IsText(property))
                    .Select(property => KeyValuePair.Create(property.Key, Structure(property.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(Structure)]),
            _ => node?.DeepClone(),
        };

    private static IEnumerable<string> Descriptions(JsonNode? node) =>
        node switch
        {
            JsonObject owner => owner.SelectMany(property =>
                IsText(property) ? [(string)property.Value!] : Descriptions(property.Value)
            ),
            JsonArray items => items.SelectMany(Descriptions),
            _ => [],
        };

    private static bool IsText(KeyValuePair<string, JsonNode?> property) =>
        property.Key is "description" or "summary" && property.Value is JsonValue;

    // Where there is nothing to compare with, a test is skipped and says so.
    private static string? WhyNotCompared =>
        Directory.Exists(Repository.PublishedReferences)
            ? null
            : $"Taskcluster's own documents are not at hand: there is no folder {Repository.PublishedReferences}.";

    private sealed class ComparingFactAttribute : FactAttribute
    {
        public ComparingFactAttribute() => Skip = WhyNotCompared;
    }

    private sealed class ComparingTheoryAttribute : TheoryAttribute
    {
        public ComparingTheoryAttribute() => Skip = WhyNotCompared;
    }
}
