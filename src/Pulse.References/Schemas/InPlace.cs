using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas;

/// <summary>The schemas inside a schema that describe the same value.</summary>
internal static class InPlace
{
    private static readonly string[] Conditional = ["if", "then", "else", "dependentSchemas", "dependencies"];

    private static readonly string[] Branches = ["oneOf", "anyOf"];

    /// <summary>
    /// Those that always apply, and those that apply at times, in the order in which their properties count. The branches of a
    /// union are among the latter if <paramref name="ofBranches"/>, or if the schema applies only at times itself.
    /// </summary>
    public static IEnumerable<SchemaNode> PartsOf(SchemaNode node, JObject schema, bool ofBranches)
    {
        // Up to draft 7 a '$ref' hides what is beside it.
        if (!node.Document.MergesSiblings && schema["$ref"] is { Type: JTokenType.String })
            yield break;
        foreach (var part in List(node, schema, "allOf"))
            yield return part;
        foreach (var keyword in ofBranches || node.IsConditional ? Branches : [])
        {
            foreach (var branch in List(node, schema, keyword))
                yield return branch with
                {
                    IsConditional = true,
                };
        }

        foreach (var keyword in Conditional.Where(schema.ContainsKey))
        {
            var isMap = keyword is "dependentSchemas" or "dependencies";
            if (!isMap && schema[keyword] is JObject)
                yield return node.Child(keyword) with
                {
                    IsConditional = true,
                };
            if (isMap && schema[keyword] is JObject map)
            {
                foreach (var property in map.Properties().Where(property => property.Value is JObject))
                    yield return node.Child(keyword, property.Name) with
                    {
                        IsConditional = true,
                    };
            }
        }
    }

    /// <summary>
    /// Whether other schemas describe the value too, so that only a validator could tell what they leave unevaluated.
    /// </summary>
    public static bool HasParts(JObject schema) =>
        schema.ContainsKey("allOf")
        || schema.ContainsKey("$ref")
        || schema.ContainsKey("$dynamicRef")
        || schema.ContainsKey("$recursiveRef")
        || Branches.Any(schema.ContainsKey)
        || Conditional.Any(schema.ContainsKey);

    private static IEnumerable<SchemaNode> List(SchemaNode node, JObject schema, string keyword) =>
        schema[keyword] is JArray parts
            ? parts.Select((_, index) => node.Child(keyword, index.ToString(CultureInfo.InvariantCulture)))
            : [];
}
