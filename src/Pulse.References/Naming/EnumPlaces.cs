using Newtonsoft.Json.Linq;
using Pulse.References.Json;
using Pulse.References.Scanning;
using Pulse.References.Schemas;

namespace Pulse.References.Naming;

/// <summary>
/// The enums that a document writes out in several places, which are one type there. All places of the document count,
/// whether messages reach them or not: otherwise a message that reaches one more of them would rename the type.
/// </summary>
internal sealed class EnumPlaces
{
    private readonly Dictionary<SchemaDocument, Dictionary<string, SchemaNode>> _documents = [];

    /// <summary>Equal for two enums of a document that are one type; null for a schema that is no plain enum.</summary>
    public static string? KeyOf(SchemaNode node) =>
        node.Others.Count == 0 && node.NamedAs is null && node.Token is JObject schema ? KeyOf(schema) : null;

    /// <summary>The place that the type of an enum is named and described after: the one nearest to the document's root.</summary>
    public SchemaNode Find(SchemaNode node)
    {
        if (!_documents.TryGetValue(node.Document, out var places))
            _documents.Add(node.Document, places = PlacesIn(node));
        return KeyOf(node) is { } key && places.TryGetValue(key, out var place) ? place : node;
    }

    /// <summary>Whether a schema lists strings itself.</summary>
    public static bool IsEnum(SchemaNode node) => node.Token is JObject schema && TextsOf(schema).Count > 0;

    /// <summary>The strings of an enum that lists only strings; empty for any other one.</summary>
    public static IReadOnlyList<string> TextsOf(JObject schema) =>
        schema["enum"] is JArray values && values.All(value => value.Type is JTokenType.String or JTokenType.Null)
            ?
            [
                .. values
                    .Where(value => value.Type == JTokenType.String)
                    .Select(value => (string)value!)
                    .Where(KeywordValues.IsText)
                    .Distinct(),
            ]
            : [];

    private static Dictionary<string, SchemaNode> PlacesIn(SchemaNode any)
    {
        var places = new Dictionary<string, List<SchemaNode>>();
        var open = new Stack<JToken>([any.Root]);
        while (open.Count > 0)
        {
            var token = open.Pop();
            if (token is JArray items)
            {
                foreach (var item in items)
                    open.Push(item);
                continue;
            }

            if (token is not JObject schema)
                continue;
            if (KeyOf(schema) is { } key)
            {
                if (!places.TryGetValue(key, out var found))
                    places.Add(key, found = []);
                found.Add(
                    new SchemaNode(any.Document, PointerTo(token, any.Root), token, any.BaseUri) { Root = any.Root }
                );
            }

            foreach (var property in schema.Properties())
            {
                if (property.Value is JContainer && property.Name is not ("enum" or "const" or "default" or "examples"))
                    open.Push(property.Value);
            }
        }

        return places.ToDictionary(
            found => found.Key,
            found =>
                found
                    .Value.OrderBy(place => place.Pointer.Count(character => character == '/'))
                    .ThenBy(place => place.Pointer.Length)
                    .ThenBy(place => place.Pointer, StringComparer.Ordinal)
                    .First()
        );
    }

    private static string PointerTo(JToken token, JToken root)
    {
        var pointer = "";
        for (var at = token; at != root; at = at.Parent!)
        {
            if (at.Parent is JArray items)
                pointer = $"/{items.IndexOf(at)}{pointer}";
            else if (at is JProperty property)
                pointer = $"/{JsonLocator.Escape(property.Name)}{pointer}";
        }

        return pointer;
    }

    // A name that the author gives is never merged away, neither that of a type nor those of its values.
    private static string? KeyOf(JObject schema) =>
        TextsOf(schema) is { Count: > 0 } texts && Keywords.TypeNameIn(schema) is null
            ? string.Join("\0", texts.OrderBy(text => text, StringComparer.Ordinal))
                + "\0\0"
                + (
                    schema["x-enumNames"] is JArray enumNames
                        ? string.Join("\0", texts.Concat(enumNames.Select(name => name.ToString())))
                        : ""
                )
            : null;
}
