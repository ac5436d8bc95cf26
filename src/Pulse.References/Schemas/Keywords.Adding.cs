using Newtonsoft.Json.Linq;
using static Pulse.References.Schemas.KeywordValues;

namespace Pulse.References.Schemas;

/// <summary>Adds the keywords of one more schema.</summary>
internal sealed partial class Keywords
{
    private void AddTypes(JObject schema)
    {
        var types = schema["type"] switch
        {
            { Type: JTokenType.String } one => [(string)one!],
            JArray several => several
                .Where(type => type.Type == JTokenType.String)
                .Select(type => (string)type!)
                .ToList(),
            _ => null,
        };
        // An unknown type ("any", from draft 3) does not restrict anything.
        if (types is null || !types.All(SchemaWords.Types.Contains))
            return;
        if (types.Contains("number") && Types?.Contains("integer") == true && !Types.Contains("number"))
            types.Add("integer");
        if (Types is null)
            Types = [.. types];
        else if (Types.Contains("number") && types.Contains("integer") && !types.Contains("number"))
            Types = [.. types.Where(type => Types.Contains(type) || type == "integer")];
        else
            Types.IntersectWith(types);
    }

    private void AddEnum(JObject schema)
    {
        IReadOnlyList<JToken>? values =
            schema.TryGetValue("const", StringComparison.Ordinal, out var constant) ? [constant]
            : schema["enum"] is JArray { Count: > 0 } several ? [.. several]
            : null;
        if (values is null)
            return;
        Enum = Enum is null ? values : [.. Enum.Where(new HashSet<JToken>(values, JToken.EqualityComparer).Contains)];
        EnumNames ??= schema["x-enumNames"] as JArray;
    }

    /// <summary>Whether a keyword describes items, given those that come before it.</summary>
    private static bool CountsAfter(JObject schema, string keyword, bool isTuple) =>
        keyword switch
        {
            "additionalItems" => isTuple,
            "unevaluatedItems" => !(
                isTuple
                    ? schema["items"] is JObject || schema.ContainsKey("additionalItems")
                    : schema.ContainsKey("items")
            ),
            _ => true,
        };

    private void AddNames(SchemaNode node, JObject schema)
    {
        // Up to draft 7 a '$ref' hides what is beside it.
        if (!node.Document.MergesSiblings && schema["$ref"] is { Type: JTokenType.String })
            return;
        AddProperties(node, schema, NamedAtTimes, _namedAtTimes);
        if (schema["items"] is JObject)
            ItemsAtTimes.Add(node.Child("items"));
    }

    private static void AddProperties(
        SchemaNode node,
        JObject schema,
        List<(string Name, List<SchemaNode> Schemas)> list,
        Dictionary<string, List<SchemaNode>> byName
    )
    {
        if (schema["properties"] is not JObject properties)
            return;
        foreach (
            var property in properties.Properties().Where(property => IsSchema(property.Value) && IsText(property.Name))
        )
        {
            var described = node.Child("properties", property.Name);
            if (byName.TryGetValue(property.Name, out var schemas))
            {
                schemas.Add(described);
            }
            else
            {
                byName.Add(property.Name, schemas = [described]);
                list.Add((property.Name, schemas));
            }
        }
    }

    private void AddObject(SchemaNode node, JObject schema)
    {
        AddProperties(node, schema, Properties, _schemasOfProperty);
        if (schema["patternProperties"] is JObject patterns)
            PatternProperties.AddRange(
                patterns
                    .Properties()
                    .Where(pattern => IsSchema(pattern.Value))
                    .Select(pattern => node.Child("patternProperties", pattern.Name))
            );
        if (schema["required"] is JArray required)
            Required.UnionWith(required.Where(name => name.Type == JTokenType.String).Select(name => (string)name!));
        if (schema["additionalProperties"] is JObject)
            AdditionalProperties.Add(node.Child("additionalProperties"));
        IsClosed |= IsFalse(schema["additionalProperties"]);

        if (node.Document.IsOld || schema["unevaluatedProperties"] is not { } unevaluated)
            return;
        var isPlain = !InPlace.HasParts(schema);
        IsClosed |= isPlain && IsFalse(unevaluated);
        if (unevaluated is JObject && !schema.ContainsKey("additionalProperties"))
            AdditionalProperties.Add(
                isPlain
                    ? node.Child("unevaluatedProperties")
                    : node with
                    {
                        Pointer = node.Pointer + "/unevaluatedProperties",
                        Token = new JObject(),
                    }
            );
    }

    private static bool IsFalse(JToken? token) => token is { Type: JTokenType.Boolean } allowed && !(bool)allowed;

    private void AddArray(SchemaNode node, JObject schema)
    {
        // 'prefixItems' is the 2020 spelling of an 'items' that is a list; 'additionalItems' the older one of its 'items'.
        var isTuple = false;
        var isOpen = true;
        var unevaluated =
            !node.Document.IsOld && !InPlace.HasParts(schema) && !schema.ContainsKey("contains")
                ? "unevaluatedItems"
                : null;
        foreach (var keyword in ((string?[])["items", "prefixItems", "additionalItems", unevaluated]).OfType<string>())
        {
            if (schema[keyword] is JArray tuple)
            {
                isTuple = true;
                isOpen &= !(Number(schema, "maxItems") <= tuple.Count);
                Items.AddRange(tuple.Select((_, index) => node.Child(keyword, Index(index))));
            }
            else if (schema[keyword] is JObject && CountsAfter(schema, keyword, isTuple))
            {
                isOpen = false;
                Items.Add(node.Child(keyword));
            }
            else if (schema[keyword] is { Type: JTokenType.Boolean } allowed && !(bool)allowed)
            {
                isOpen = false;
            }
        }

        HasTuple |= isTuple;
        if (isTuple && isOpen && schema["items"] is not JObject)
            Items.Add(node with { Pointer = node.Pointer + "/additionalItems", Token = new JObject() }); // further items may be anything
    }
}
