using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>Documents that refer to each other, as one: each is a definition, and every <c>$ref</c> a pointer in it.</summary>
internal sealed class SchemaBundle
{
    private static readonly Uri Base = new("http://schemas.invalid/");

    private readonly JsonObject _definitions = [];
    private readonly Dictionary<string, int> _numbers = [];

    /// <param name="documents">The documents by their <c>$id</c>s.</param>
    public SchemaBundle(IReadOnlyDictionary<string, JsonObject> documents)
    {
        foreach (var (id, _) in documents)
            _numbers.Add(Key(new Uri(Base, id)), _numbers.Count);
        foreach (var (id, document) in documents)
            _definitions[NameOf(id)] = Localize(document.DeepClone(), new Uri(Base, id));
    }

    public JsonObject Json => new() { ["definitions"] = _definitions.DeepClone() };

    /// <summary>The definition that a document has become.</summary>
    public string NameOf(string id) => $"d{_numbers[Key(new Uri(Base, id))]}";

    private JsonNode? Localize(JsonNode? node, Uri document)
    {
        if (node is JsonObject schema)
        {
            foreach (var (keyword, value) in schema.ToList())
            {
                // There may be properties of these names too.
                if (keyword is "$id" or "$schema" && value is JsonValue)
                    schema.Remove(keyword);
                else if (keyword == "$ref" && value is JsonValue reference)
                    schema[keyword] = Pointer(new Uri(document, (string)reference!));
                else
                    Localize(value, document);
            }
        }

        foreach (var item in node as JsonArray ?? [])
            Localize(item, document);
        return node;
    }

    private string Pointer(Uri target) => $"#/definitions/d{_numbers[Key(target)]}{target.Fragment.TrimStart('#')}";

    private static string Key(Uri uri) => uri.GetLeftPart(UriPartial.Path);
}
