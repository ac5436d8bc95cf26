using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Schemas.Suite;

/// <summary>A group of the JSON Schema Test Suite: a schema, and instances that are valid or not.</summary>
/// <param name="Draft">The draft's folder.</param>
/// <param name="Name">The file and the group's description.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Valid">The valid instances.</param>
/// <param name="Invalid">The others.</param>
internal sealed record SuiteGroup(
    string Draft,
    string Name,
    JsonNode Schema,
    IReadOnlyList<string> Valid,
    IReadOnlyList<string> Invalid
)
{
    private const string Server = "http://localhost:1234/";

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("PULSE_SCHEMA_SUITE");

    /// <summary>The keyword by which a schema of the draft gives its URI.</summary>
    public string IdKeyword => Draft == "draft4" ? "id" : "$id";

    /// <summary>The URI that the schema gives itself; null if there is none.</summary>
    public string? Id => Schema is JsonObject schema && schema[IdKeyword] is JsonValue id ? (string?)id : null;

    public static IReadOnlyList<SuiteGroup> Of(string draft) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Folder!, "tests", draft), "*.json")
                .Order(StringComparer.Ordinal)
                .SelectMany(file =>
                    JsonNode
                        .Parse(File.ReadAllText(file))!
                        .AsArray()
                        .Select(group => new SuiteGroup(
                            draft,
                            $"{Path.GetFileNameWithoutExtension(file)}: {(string)group!["description"]!}",
                            WithDialect(group["schema"]!.DeepClone(), draft),
                            Instances(group, areValid: true),
                            Instances(group, areValid: false)
                        ))
                ),
        ];

    private static List<string> Instances(JsonNode group, bool areValid) =>
        [
            .. group["tests"]!
                .AsArray()
                .Where(test => (bool)test!["valid"]! == areValid)
                .Select(test => test!["data"]?.ToJsonString() ?? "null"),
        ];

    /// <summary>The documents that a schema may point to, at the URIs that the suite gives them.</summary>
    public static IEnumerable<ReferenceText> Remotes(SuiteGroup group)
    {
        var draft = group.Draft;
        var root = Path.Combine(Folder!, "remotes");
        foreach (var file in Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).Order())
        {
            var path = Path.GetRelativePath(root, file).Replace('\\', '/');
            if (
                path.StartsWith("draft", StringComparison.Ordinal)
                && !path.StartsWith(draft + "/", StringComparison.Ordinal)
            )
                continue;
            if (JsonNode.Parse(File.ReadAllText(file)) is not JsonObject schema)
                continue;
            var keyword = draft == "draft4" ? "id" : "$id";
            if (schema[keyword] is null)
                schema.Insert(0, keyword, Server + path);
            if (group.Id is { } own && (string)schema[keyword]! is var id && (id == own || id == own + ".json"))
                continue;
            yield return new ReferenceText(path, WithDialect(schema, draft).ToJsonString());
        }
    }

    private static JsonNode WithDialect(JsonNode schema, string draft)
    {
        if (schema is JsonObject json && json["$schema"] is null)
            json.Insert(
                0,
                "$schema",
                draft.Length > 6
                    ? $"https://json-schema.org/draft/{draft[5..]}/schema"
                    : $"http://json-schema.org/draft-0{draft[5..]}/schema#"
            );
        return schema;
    }
}
