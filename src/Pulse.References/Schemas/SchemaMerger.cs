using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;
using Pulse.References.Scanning;

namespace Pulse.References.Schemas;

/// <summary>
/// Follows <c>$ref</c>s and merges <c>allOf</c>s. A <c>$ref</c> that leads nowhere, or back to itself, is reported at
/// its position and becomes "any value", so that the rest of the service still gets its types.
/// </summary>
/// <param name="documents">The schemas.</param>
/// <param name="diagnostics">Receives the errors.</param>
/// <param name="check">Reports what is probably a mistake.</param>
internal sealed class SchemaMerger(
    SchemaDocuments documents,
    ICollection<InputDiagnostic> diagnostics,
    SchemaCheck? check = null
)
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
        while (node.Others.Count == 0 && !node.IsConditional && node.Token is JObject schema)
        {
            if (_followed.TryGetValue(node.Key, out var end))
            {
                node = end;
                break;
            }

            if (IsNullable(schema) && WithoutNull(node, schema) is not null)
                return node;
            if (RefOf(schema) is { } refUri)
            {
                if (node.Document.MergesSiblings && HasStructure(schema))
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

    /// <summary>
    /// The schema that a node makes nullable, if it does nothing else: <c>nullable: true</c> beside a <c>$ref</c>, or beside
    /// an <c>allOf</c> of one schema.
    /// </summary>
    public SchemaNode? NotNull(SchemaNode node) =>
        node.Others.Count == 0 && !node.IsConditional && node.Token is JObject schema && IsNullable(schema)
            ? WithoutNull(node, schema)
            : null;

    private SchemaNode? WithoutNull(SchemaNode node, JObject schema)
    {
        var inner =
            RefOf(schema) is { } refUri && !(node.Document.MergesSiblings && HasStructure(schema))
                ? TargetOf(node, refUri)
            : schema["allOf"] is JArray { Count: 1 } && Structural.Count(schema.ContainsKey) == 1
                ? node.Child("allOf", "0")
            : null;
        return inner is null
            ? null
            : inner with
            {
                IsWithoutUnions = node.IsWithoutUnions,
                NamedAs = node.NamedAs ?? Keywords.TypeNameIn(schema),
            };
    }

    private static bool IsNullable(JObject schema) =>
        schema["nullable"] is { Type: JTokenType.Boolean } nullable && (bool)nullable;

    /// <summary>The keywords of all schemas of a node together.</summary>
    /// <param name="node">The node.</param>
    /// <param name="ofBranches">Whether the branches of its unions add the names of their properties, and nothing else.</param>
    public Keywords Merge(SchemaNode node, bool ofBranches = false)
    {
        var key = ofBranches ? node.Key + " of branches" : node.Key;
        if (_merged.TryGetValue(key, out var merged))
            return merged;

        var keywords = new Keywords { TypeName = node.NamedAs };
        var seen = new HashSet<string>();
        foreach (var part in node.Others.Prepend(node with { Others = [] }))
        {
            var unions = keywords.Unions.Count;
            Gather(part, keywords, seen, ofBranches && !part.IsWithoutUnions);
            if (part.IsWithoutUnions || ofBranches)
                keywords.Unions.RemoveRange(unions, keywords.Unions.Count - unions);
        }

        if (node.ImpliedType is { } type)
            keywords.Imply(type);
        _merged.Add(key, keywords);
        return keywords;
    }

    private void Gather(SchemaNode start, Keywords keywords, HashSet<string> seen, bool ofBranches)
    {
        // Not by recursion: a chain of '$ref's may be longer than the stack allows.
        var open = new Stack<SchemaNode>([start]);
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (node.Token is JObject annotated && !node.IsConditional)
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
            check?.CheckWords(node);
            keywords.Add(node);
            if (node.Token is not JObject schema)
                continue;
            foreach (var part in InPlace.PartsOf(node, schema, ofBranches).Reverse())
                open.Push(part);
            if (RefOf(schema) is { } refUri && TargetOf(node, refUri) is { } target)
                open.Push(node.IsConditional ? target with { IsConditional = true } : target);
        }
    }

    private SchemaNode? TargetOf(SchemaNode node, string refUri)
    {
        var uri = SchemaUri.Resolve(node.BaseUri, refUri);
        var target = documents.Find(uri);
        if (target is null && !node.IsConditional)
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

    private string? RefOf(JObject schema)
    {
        foreach (var keyword in (string[])["$ref", "$dynamicRef", "$recursiveRef"])
        {
            if (
                schema[keyword] is { Type: JTokenType.String } refUri
                && (keyword == "$ref" || !documents.IsAmbiguous((string)refUri!))
            )
                return (string?)refUri;
        }

        return null;
    }

    private static bool HasStructure(JObject schema) => Structural.Any(schema.ContainsKey);
}
