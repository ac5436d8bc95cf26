using System.Globalization;
using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>
/// What a schema asks for in the end: <c>$ref</c>s followed, one branch of each <c>oneOf</c>, <c>anyOf</c> and
/// <c>if</c> chosen, and <c>allOf</c>s merged, so that an instance can be made from plain keywords.
/// </summary>
internal sealed class EffectiveSchemas(JsonNode root, Random random)
{
    public JsonObject Of(JsonNode? schema, bool prefersShallow)
    {
        var merged = new JsonObject();
        Add(merged, schema, prefersShallow, 0);
        return merged;
    }

    private void Add(JsonObject merged, JsonNode? node, bool prefersShallow, int depth)
    {
        if (node is not JsonObject schema || depth > 40)
            return;
        if (schema["$ref"] is JsonValue reference)
        {
            Add(merged, Resolve((string)reference!), prefersShallow, depth + 1);
            return;
        }

        foreach (var (keyword, value) in schema)
            Merge(merged, keyword, value);
        foreach (var branch in schema["allOf"] as JsonArray ?? [])
            Add(merged, branch, prefersShallow, depth + 1);
        foreach (var keyword in (string[])["oneOf", "anyOf"])
        {
            if (schema[keyword] is JsonArray { Count: > 0 } branches)
                Add(merged, Choose(branches, prefersShallow), prefersShallow, depth + 1);
        }

        if (schema["if"] is { } condition)
        {
            var holds = random.Next(2) == 0;
            if (holds)
                Add(merged, condition, prefersShallow, depth + 1);
            Add(merged, schema[holds ? "then" : "else"], prefersShallow, depth + 1);
        }
    }

    private JsonNode? Choose(JsonArray branches, bool prefersShallow)
    {
        var shallow = branches
            .Where(branch => !branch!.ToJsonString().Contains("$ref", StringComparison.Ordinal))
            .ToList();
        return prefersShallow && shallow.Count > 0
            ? shallow[random.Next(shallow.Count)]
            : branches[random.Next(branches.Count)];
    }

    private JsonNode? Resolve(string reference)
    {
        var node = root;
        foreach (var part in Uri.UnescapeDataString(reference).Split('/').Skip(1))
        {
            var segment = part.Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            node = node is JsonArray items ? items[int.Parse(segment, CultureInfo.InvariantCulture)] : node?[segment];
        }

        return node;
    }

    private static void Merge(JsonObject merged, string keyword, JsonNode? value)
    {
        var known = merged.TryGetPropertyValue(keyword == "const" ? "enum" : keyword, out var other) ? other : null;
        switch (keyword)
        {
            case "const":
                Merge(merged, "enum", new JsonArray(value?.DeepClone()));
                break;
            case "$ref"
            or "allOf"
            or "oneOf"
            or "anyOf"
            or "if"
            or "then"
            or "else"
            or "not"
            or "title"
            or "description":
                break;
            case "type" when known is not null:
                merged[keyword] = new JsonArray([
                    .. CommonTypes(Types(known), Types(value)).Select(type => (JsonNode)type),
                ]);
                break;
            case "enum" when known is JsonArray values:
                var common = values.Where(one => value!.AsArray().Any(two => JsonNode.DeepEquals(one, two)));
                merged[keyword] = new JsonArray([.. common.Select(one => one?.DeepClone())]);
                break;
            case "required" when known is JsonArray names:
                var all = names.Concat(value!.AsArray()).Select(name => (string)name!).Distinct();
                merged[keyword] = new JsonArray([.. all.Select(name => (JsonNode)name)]);
                break;
            case "properties" or "patternProperties" when known is JsonObject properties:
                foreach (var (name, property) in (JsonObject)value!)
                    properties[name] = properties.ContainsKey(name)
                        ? Both(properties[name], property)
                        : property?.DeepClone();
                break;
            case "minimum" or "minLength" or "minItems" when known is not null:
                merged[keyword] = ((decimal)known > (decimal)value! ? known : value)!.DeepClone();
                break;
            case "maximum" or "maxLength" or "maxItems" when known is not null:
                merged[keyword] = ((decimal)known < (decimal)value! ? known : value)!.DeepClone();
                break;
            case "items" or "additionalProperties" when known is JsonObject && value is JsonObject:
                merged[keyword] = Both(known, value);
                break;
            case "additionalProperties" when known is JsonValue one && !(bool)one:
                break;
            default:
                merged[keyword] = value?.DeepClone();
                break;
        }
    }

    private static JsonObject Both(JsonNode? one, JsonNode? other) =>
        new() { ["allOf"] = new JsonArray(one?.DeepClone(), other?.DeepClone()) };

    private static IEnumerable<string> CommonTypes(List<string> types, List<string> others) =>
        types
            .Where(type => others.Contains(type) || (type == "integer" && others.Contains("number")))
            .Union(others.Where(type => type == "integer" && types.Contains("number")));

    private static List<string> Types(JsonNode? type) =>
        type is JsonArray several ? [.. several.Select(one => (string)one!)] : [(string)type!];
}
