using System.Globalization;
using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;
using Pulse.References.Indexing;
using Pulse.References.Json;
using Pulse.References.Scanning;

namespace Pulse.References.Schemas;

/// <summary>
/// The schemas of a service, by URI: documents, the schemas inside them that have an <c>$id</c> of their own, and below
/// these by JSON pointer or <c>$anchor</c>. A URI that no document has leads nowhere; nothing is fetched.
/// </summary>
internal sealed class SchemaDocuments
{
    private readonly Dictionary<string, SchemaNode> _resources = [];
    private readonly Dictionary<string, SchemaNode> _anchors = [];
    private readonly Dictionary<string, MisplacedSchema> _misplaced;
    private readonly HashSet<string> _dynamicAnchors = [];
    private readonly HashSet<string> _ambiguousAnchors = [];

    /// <param name="documents">The documents.</param>
    /// <param name="misplaced">Documents that are probably meant by URIs which none has.</param>
    public SchemaDocuments(IEnumerable<SchemaDocument> documents, IEnumerable<MisplacedSchema> misplaced)
    {
        _misplaced = misplaced.ToDictionary(schema => schema.Key);
        foreach (var document in documents)
        {
            var root = JsonTree.Parse(document.Text);
            AddResources(new SchemaNode(document, "", root, document.Uri), document.Uri);
        }
    }

    /// <summary>The schema with an absolute URI; null if there is none.</summary>
    public SchemaNode? Find(string uri)
    {
        if (!_resources.TryGetValue(SchemaUri.Key(uri), out var node))
            return null;
        // A fragment is percent-encoded (RFC 3986, section 3.5).
        var fragment = Uri.UnescapeDataString(SchemaUri.Fragment(uri));
        if (fragment.Length == 0)
            return node;
        if (fragment[0] != '/')
            return _anchors.TryGetValue(SchemaUri.Key(uri) + "#" + fragment, out var anchored) ? anchored : null;

        foreach (var segment in fragment.Substring(1).Split('/').Select(JsonLocator.Unescape))
        {
            var exists = node.Token switch
            {
                JObject owner => owner.ContainsKey(segment),
                JArray items => int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < items.Count,
                _ => false,
            };
            if (!exists)
                return null;
            node = node.Child(segment);
        }

        return node.Token is JObject or { Type: JTokenType.Boolean } ? node : null;
    }

    // A suggestion compares every candidate, so stop after a hundred.
    private const int MaxSuggestions = 100;

    private int _suggestions;

    /// <summary>The suggestion for a URI that leads nowhere, as the end of a message.</summary>
    public string Suggest(string uri)
    {
        if (_misplaced.TryGetValue(SchemaUri.Key(uri), out var misplaced))
            return misplaced.Suggestion(uri);
        if (_suggestions++ >= MaxSuggestions)
            return "";
        if (!_resources.TryGetValue(SchemaUri.Key(uri), out var node))
            return SpellingSuggestion.For(
                SchemaUri.Display(SchemaUri.WithoutFragment(uri)),
                _resources.Values.Select(resource => SchemaUri.Display(resource.Document.Uri))
            );
        var segments = Uri.UnescapeDataString(SchemaUri.Fragment(uri)).Split('/').Skip(1).Select(JsonLocator.Unescape);
        foreach (var segment in segments)
        {
            if (node.Token is not JObject owner)
                break;
            if (!owner.ContainsKey(segment))
                return SpellingSuggestion.For(segment, owner.Properties().Select(property => property.Name));
            node = node.Child(segment);
        }

        return "";
    }

    /// <summary>The URI that <c>$ref</c>s inside a schema are relative to: its own <c>$id</c>, or the URI that applies around it.</summary>
    public static string BaseWithin(SchemaDocument document, JToken token, string around) =>
        token is JObject schema && IdOf(document, schema) is { } id ? SchemaUri.Resolve(around, id) : around;

    /// <summary>The <c>$id</c> of a schema; null if there is none, or a <c>$ref</c> hides it, as in documents of draft 7 and earlier.</summary>
    private static string? IdOf(SchemaDocument document, JObject schema) =>
        schema[document.IdKeyword] is { Type: JTokenType.String } id
        && (!document.IsOld || schema["$ref"] is not { Type: JTokenType.String })
            ? (string?)id
            : null;

    private void AddResources(SchemaNode root, string uri)
    {
        Add(_resources, SchemaUri.Key(uri), root);
        var open = new Stack<SchemaNode>([root]);
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (node.Token is JObject schema)
            {
                AddNames(node, schema);

                foreach (
                    var property in schema
                        .Properties()
                        .Where(property =>
                            property.Value is JContainer
                            && property.Name is not ("enum" or "const" or "default" or "examples")
                        )
                )
                    open.Push(node.Child(property.Name));
            }
            else if (node.Token is JArray items)
            {
                for (var i = 0; i < items.Count; i++)
                    open.Push(node.Child(i.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>Adds what a schema gives itself: a URI or an anchor.</summary>
    private void AddNames(SchemaNode node, JObject schema)
    {
        if (IdOf(node.Document, schema) is { } id)
        {
            Add(_resources, SchemaUri.Key(node.BaseUri), node);
            if (id.StartsWith("#", StringComparison.Ordinal)) // drafts 6 and 7
                Add(_anchors, SchemaUri.Key(node.BaseUri) + id, node);
        }

        // The only name that '$recursiveRef' knows is the empty one.
        if (
            schema["$recursiveAnchor"] is { Type: JTokenType.Boolean } isAnchor
            && (bool)isAnchor
            && !_dynamicAnchors.Add("")
        )
            _ambiguousAnchors.Add("");
        foreach (var keyword in (string[])["$anchor", "$dynamicAnchor"])
        {
            if (schema[keyword] is not { Type: JTokenType.String } anchor)
                continue;
            Add(_anchors, SchemaUri.Key(node.BaseUri) + "#" + (string)anchor!, node);
            if (keyword == "$dynamicAnchor" && !_dynamicAnchors.Add((string)anchor!))
                _ambiguousAnchors.Add((string)anchor!);
        }
    }

    /// <summary>Whether several schemas have a <c>$dynamicAnchor</c>, so that a <c>$dynamicRef</c> depends on the way that led to it.</summary>
    public bool IsAmbiguous(string dynamicRef) => _ambiguousAnchors.Contains(SchemaUri.Fragment(dynamicRef));

    private static void Add(Dictionary<string, SchemaNode> nodes, string key, SchemaNode node)
    {
        if (!nodes.ContainsKey(key))
            nodes.Add(key, node);
    }
}
