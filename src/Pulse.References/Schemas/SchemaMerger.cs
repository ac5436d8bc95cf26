using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;
using Pulse.References.Scanning;

namespace Pulse.References.Schemas;

/// <summary>
/// Follows <c>$ref</c>s and merges <c>allOf</c>s. A <c>$ref</c> that leads nowhere, or only to itself, is reported
/// where it stands and becomes "any value", so that the rest of the service still gets its types.
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

    /// <summary>What is being read, for the messages: what is wrong deep in a schema is of interest for the sake of that.</summary>
    public string NeededBy { get; set; } = "";

    /// <summary>Where a schema really stands: past every <c>$ref</c>, and every <c>allOf</c> of one, that is all it says.</summary>
    public SchemaNode Follow(SchemaNode place)
    {
        var seen = new HashSet<string>();
        while (place.And.Count == 0 && place.Token is JObject schema)
        {
            if (_followed.TryGetValue(place.Key, out var end))
            {
                place = end;
                break;
            }

            if (Reference(schema) is { } reference)
            {
                if (MergesSiblings(place) && HasStructure(schema))
                    return place;
                if (!seen.Add(place.Key))
                    return Report(
                        place,
                        DiagnosticRule.CyclicReference,
                        SchemaUri.Display(SchemaUri.Resolve(place.BaseUri, reference)),
                        NeededBy
                    );
                if (Target(place, reference) is not { } target)
                    return place with { Token = Anything };
                place = target with { IsWithoutUnions = place.IsWithoutUnions };
            }
            else if (schema["allOf"] is JArray { Count: 1 } && Structural.Count(schema.ContainsKey) == 1)
            {
                if (!seen.Add(place.Key))
                    return place with { Token = Anything };
                place = place.Child("allOf", "0") with { IsWithoutUnions = place.IsWithoutUnions };
            }
            else
            {
                break;
            }
        }

        foreach (var passed in seen)
            _followed[passed] = place;
        return place;
    }

    /// <summary>All that the schemas of a place say together.</summary>
    public Keywords Merge(SchemaNode place)
    {
        var key = place.Key;
        if (_merged.TryGetValue(key, out var merged))
            return merged;

        var keywords = new Keywords();
        var seen = new HashSet<string>();
        foreach (var part in place.And.Prepend(place with { And = [] }))
        {
            var unions = keywords.Unions.Count;
            Gather(part, keywords, seen);
            if (part.IsWithoutUnions)
                keywords.Unions.RemoveRange(unions, keywords.Unions.Count - unions);
        }

        _merged.Add(key, keywords);
        return keywords;
    }

    private void Gather(SchemaNode start, Keywords keywords, HashSet<string> seen)
    {
        // Not by recursion: a chain of references may be longer than a stack is.
        var open = new Stack<SchemaNode>([start]);
        while (open.Count > 0)
        {
            var place = open.Pop();
            if (place.Token is JObject annotated)
                keywords.AddAnnotations(annotated);
            place = Follow(place);
            if (place.And.Count > 0)
            {
                foreach (var part in place.And.Reverse().Append(place with { And = [] }))
                    open.Push(part);
                continue;
            }

            if (!seen.Add(place.Key))
                continue;
            keywords.Add(place);
            if (place.Token is not JObject schema)
                continue;
            for (var i = (schema["allOf"] as JArray)?.Count - 1 ?? -1; i >= 0; i--)
                open.Push(place.Child("allOf", i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            if (Reference(schema) is { } reference && Target(place, reference) is { } target)
                open.Push(target);
        }
    }

    private SchemaNode? Target(SchemaNode place, string reference)
    {
        var uri = SchemaUri.Resolve(place.BaseUri, reference);
        var target = documents.Find(uri);
        if (target is null)
            Report(
                place,
                DiagnosticRule.UnknownSchema,
                SchemaUri.Display(uri),
                $"'{SchemaUri.Display(place.Document.Uri)}', part of {NeededBy},",
                documents.Suggest(uri)
            );
        return target;
    }

    private SchemaNode Report(SchemaNode place, DiagnosticRule rule, params string[] arguments)
    {
        if (_reported.Add(place.Key))
            diagnostics.Add(InputDiagnostic.At(place.Document.PositionOf(place.Pointer + "/$ref"), rule, arguments));
        return place with { Token = Anything };
    }

    private static string? Reference(JObject schema)
    {
        foreach (var keyword in (string[])["$ref", "$dynamicRef", "$recursiveRef"])
        {
            if (schema[keyword] is { Type: JTokenType.String } reference)
                return (string?)reference;
        }

        return null;
    }

    // Up to draft 7 a '$ref' hides what stands beside it; from 2019 on both hold.
    private static bool MergesSiblings(SchemaNode place) =>
        place.Document.Dialect is { } dialect && (dialect.Contains("2019-09") || dialect.Contains("2020-12"));

    private static bool HasStructure(JObject schema) => Structural.Any(schema.ContainsKey);
}
