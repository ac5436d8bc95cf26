using System.Reflection;
using System.Text.Json;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>Facts that only the schema has, not the record's type: names in JSON, and which free-form JSON is allowed.</summary>
internal static class SchemaNames
{
    private static readonly Dictionary<string, (string Name, JsonValueKind? FreeForm)> Members = [];

    static SchemaNames()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (
            var file in assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith("schemas/", StringComparison.Ordinal))
        )
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            using var schema = JsonDocument.Parse(stream);
            Collect(schema.RootElement);
        }
    }

    /// <summary>The name of a member's property.</summary>
    public static string Of(MemberInfo member) => Members[member.Name].Name;

    /// <summary>The kind of JSON that a free-form member takes; null for any.</summary>
    public static JsonValueKind? FreeForm(MemberInfo member) =>
        Members.TryGetValue(member.Name, out var known) ? known.FreeForm : null;

    private static void Collect(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in schema.EnumerateArray())
                Collect(item);
        }

        if (schema.ValueKind != JsonValueKind.Object)
            return;
        foreach (var keyword in schema.EnumerateObject())
        {
            if (keyword.Name == "properties")
            {
                foreach (var property in keyword.Value.EnumerateObject())
                    Add(property.Name, property.Value);
            }

            Collect(keyword.Value);
        }
    }

    private static void Add(string name, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return;
        var member = schema.TryGetProperty("x-csharp-name", out var chosen) ? chosen.GetString()! : Pascal(name);
        JsonValueKind? freeForm =
            !schema.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String ? null
            : type.ValueEquals("object") ? JsonValueKind.Object
            : type.ValueEquals("array") ? JsonValueKind.Array
            : null;
        if (Members.TryGetValue(member, out var before) && before.Name != name)
            throw new InvalidOperationException($"Both '{before.Name}' and '{name}' are {member}.");
        Members[member] = (name, freeForm);
    }

    private static string Pascal(string name) =>
        string.Concat(
            name.Split('_').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..])
        );
}
