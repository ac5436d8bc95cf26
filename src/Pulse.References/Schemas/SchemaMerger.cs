using System.Globalization;
using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;
using Pulse.References.Json;
using Pulse.References.Scanning;

namespace Pulse.References.Schemas;

/// <summary>
/// Follows <c>$ref</c>s and merges <c>allOf</c>s. A <c>$ref</c> that leads nowhere, or back to itself, is reported at
/// its position and becomes "any value", so that the rest of the service still gets its types.
/// </summary>
internal sealed class SchemaMerger(SchemaDocuments documents, ICollection<InputDiagnostic> diagnostics)
{
    private static readonly JObject Anything = [];

    private static readonly string[] Structural =
    [
        "type",
        "enum",
        "const",
        "format",
        "properties",
        "patternProperties",
        "additionalProperties",
        "required",
        "items",
        "prefixItems",
        "allOf",
        "oneOf",
        "anyOf",
    ];

    private readonly HashSet<string> _reported = [];
    private readonly Dictionary<string, SchemaNode> _followed = [];
    private readonly Dictionary<string, Keywords> _merged = [];

    /// <summary>The entry being read. Errors deep inside a schema name it, because it is what the user is looking for.</summary>
    public string NeededBy { get; set; } = "";

    /// <summary>The actual schema, past every <c>$ref</c> and every <c>allOf</c> of one schema that has nothing beside it.</summary>
    public SchemaNode Follow(SchemaNode node)
    {
        var seen = new HashSet<string>();
        while (node.Others.Count == 0 && node.Token is JObject schema)
        {
            if (_followed.TryGetValue(node.Key, out var end))
            {
                node = end;
                break;
            }

            if (RefOf(schema) is { } refUri)
            {
                if (MergesSiblings(node) && HasStructure(schema))
                    return node;
                if (!seen.Add(node.Key))
                    return Report(
                        node,
                        DiagnosticRule.CircularRef,
                        SchemaUri.Display(SchemaUri.Resolve(node.BaseUri, refUri)),
                        NeededBy
                    );
                if (TargetOf(node, refUri) is not { } target)
                    return node with { Token = Anything };
                node = target with
                {
                    IsWithoutUnions = node.IsWithoutUnions,
                    // The name nearest to the use counts.
                    NamedAs = node.NamedAs ?? Keywords.TypeNameIn(schema),
                };
            }
            else if (schema["allOf"] is JArray { Count: 1 } && Structural.Count(schema.ContainsKey) == 1)
            {
                if (!seen.Add(node.Key))
                    return node with { Token = Anything };
                node = node.Child("allOf", "0") with
                {
                    IsWithoutUnions = node.IsWithoutUnions,
                    NamedAs = node.NamedAs ?? Keywords.TypeNameIn(schema),
                };
            }
            else
            {
                break;
            }
        }

        foreach (var passed in seen)
            _followed[passed] = node;
        return node;
    }

    /// <summary>The keywords of all schemas of a node together.</summary>
    public Keywords Merge(SchemaNode node)
    {
        var key = node.Key;
        if (_merged.TryGetValue(key, out var merged))
            return merged;

        var keywords = new Keywords { TypeName = node.NamedAs };
        var seen = new HashSet<string>();
        foreach (var part in node.Others.Prepend(node with { Others = [] }))
        {
            var unions = keywords.Unions.Count;
            Gather(part, keywords, seen);
            if (part.IsWithoutUnions)
                keywords.Unions.RemoveRange(unions, keywords.Unions.Count - unions);
        }

        _merged.Add(key, keywords);
        return keywords;
    }

    /// <summary>
    /// The place that a combination of schemas belongs to: a property (items, additional properties) of a schema that
    /// combines exactly these. Null if there is none, as for a property of two documents that a third one combines.
    /// </summary>
    public SchemaNode? OwnerOf(SchemaNode combination)
    {
        if (combination.Others.Count == 0 || combination.IsAlternatives)
            return null;
        foreach (var part in combination.Others.Prepend(combination with { Others = [] }))
        {
            if (
                PlaceOf(part) is { } place
                && PartsOf(Merge(place.Owner), place.Keyword, place.Name) is { Count: > 0 } parts
                && SchemaNode.AllOf(parts).Key == combination.Key
            )
                return place.Owner with { Pointer = $"{place.Owner.Pointer}/{place.Path}" };
        }

        return null;
    }

    /// <summary>The schema that a part describes a property or the items of, outside of every <c>allOf</c>.</summary>
    private (SchemaNode Owner, string Keyword, string Name, string Path)? PlaceOf(SchemaNode part)
    {
        var segments = part.Pointer.Split('/');
        var isProperty = segments.Length > 2 && segments[segments.Length - 2] == "properties";
        var keyword = segments[segments.Length - (isProperty ? 2 : 1)];
        if (!isProperty && keyword is not ("items" or "additionalProperties"))
            return null;
        var end = segments.Length - (isProperty ? 2 : 1);
        while (end > 2 && segments[end - 2] == "allOf")
            end -= 2;
        var pointer = string.Join("/", segments.Take(end));
        return
            documents.Find(part.Document.Uri + "#" + string.Join("/", segments.Take(end).Select(Uri.EscapeDataString)))
                is { } owner
            ? (
                owner with
                {
                    Document = part.Document,
                    Pointer = pointer,
                },
                keyword,
                JsonLocator.Unescape(segments[segments.Length - 1]),
                string.Join("/", segments.Skip(segments.Length - (isProperty ? 2 : 1)))
            )
            : null;
    }

    private static List<SchemaNode> PartsOf(Keywords owner, string keyword, string name) =>
        keyword switch
        {
            "properties" => owner.Properties.Find(property => property.Name == name).Schemas ?? [],
            "items" => owner.Items,
            _ => owner.AdditionalProperties,
        };

    private void Gather(SchemaNode start, Keywords keywords, HashSet<string> seen)
    {
        // Not by recursion: a chain of '$ref's may be longer than the stack allows.
        var open = new Stack<SchemaNode>([start]);
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (node.Token is JObject annotated)
                keywords.AddAnnotations(annotated);
            node = Follow(node);
            if (node.Others.Count > 0)
            {
                foreach (var part in node.Others.Reverse().Append(node with { Others = [] }))
                    open.Push(part);
                continue;
            }

            if (!seen.Add(node.Key))
                continue;
            keywords.Add(node);
            if (node.Token is not JObject schema)
                continue;
            for (var i = (schema["allOf"] as JArray)?.Count - 1 ?? -1; i >= 0; i--)
                open.Push(node.Child("allOf", i.ToString(CultureInfo.InvariantCulture)));
            if (RefOf(schema) is { } refUri && TargetOf(node, refUri) is { } target)
                open.Push(target);
        }
    }

    private SchemaNode? TargetOf(SchemaNode node, string refUri)
    {
        var uri = SchemaUri.Resolve(node.BaseUri, refUri);
        var target = documents.Find(uri);
        if (target is null)
            Report(
                node,
                DiagnosticRule.UnknownSchema,
                SchemaUri.Display(uri),
                $"'{SchemaUri.Display(node.Document.Uri)}', part of {NeededBy},",
                documents.Suggest(uri)
            );
        return target;
    }

    private SchemaNode Report(SchemaNode node, DiagnosticRule rule, params string[] arguments)
    {
        if (_reported.Add(node.Key))
            diagnostics.Add(InputDiagnostic.At(node.Document.PositionOf(node.Pointer + "/$ref"), rule, arguments));
        return node with { Token = Anything };
    }

    private static string? RefOf(JObject schema)
    {
        foreach (var keyword in (string[])["$ref", "$dynamicRef", "$recursiveRef"])
        {
            if (schema[keyword] is { Type: JTokenType.String } refUri)
                return (string?)refUri;
        }

        return null;
    }

    // Up to draft 7 a '$ref' hides its sibling keywords; from 2019-09 on both apply.
    private static bool MergesSiblings(SchemaNode node) =>
        node.Document.Dialect is { } dialect && (dialect.Contains("2019-09") || dialect.Contains("2020-12"));

    private static bool HasStructure(JObject schema) => Structural.Any(schema.ContainsKey);
}
