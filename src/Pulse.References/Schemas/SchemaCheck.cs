using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;
using Pulse.References.Json;
using Pulse.References.Scanning;

namespace Pulse.References.Schemas;

/// <summary>Reports what is probably a mistake in a schema, though JSON Schema allows it: each place once.</summary>
internal sealed class SchemaCheck(ICollection<InputDiagnostic> diagnostics)
{
    // Who made a thousand mistakes knows what they are after a hundred.
    private const int MaxReports = 100;

    private readonly HashSet<(SchemaDocument, string)> _words = [];
    private readonly HashSet<(SchemaDocument, string)> _types = [];
    private int _reports;

    /// <summary>Checks the words of a schema, not those of the schemas inside it.</summary>
    public void CheckWords(SchemaNode node)
    {
        if (node.Token is not JObject schema || !_words.Add((node.Document, node.Pointer)))
            return;
        foreach (var property in schema.Properties())
        {
            if (SchemaWords.SuggestKeyword(property.Name, schema) is { } keyword)
                Report(
                    node,
                    JsonLocator.Escape(property.Name),
                    ofName: true,
                    DiagnosticRule.NearKeyword,
                    "keyword",
                    property.Name,
                    keyword
                );
        }

        CheckTypeName(node, schema["type"], "type");
        if (schema["type"] is JArray types)
        {
            for (var index = 0; index < types.Count; index++)
                CheckTypeName(node, types[index], $"type/{index}");
        }

        if (
            schema["format"] is { Type: JTokenType.String } format
            && SchemaWords.SuggestFormat((string)format!) is { } known
        )
            Report(node, "format", ofName: false, DiagnosticRule.NearKeyword, "format", (string)format!, known);
    }

    /// <summary>Checks that a schema which describes properties or items says that a value is an object or an array.</summary>
    public void CheckType(SchemaNode node, Keywords keywords)
    {
        if (!keywords.IsTypeless || node.IsConditional || keywords.DescribedType is not { } type)
            return;
        if (!_types.Add((node.Document, node.Pointer)))
            return;
        string[] words =
            type == "object"
                ? ["properties", "patternProperties", "additionalProperties", "unevaluatedProperties"]
                : ["items", "prefixItems", "unevaluatedItems"];
        var word = words.FirstOrDefault(word => (node.Token as JObject)?.ContainsKey(word) == true) ?? words[0];
        Report(node, word, ofName: true, DiagnosticRule.NoType, word, type);
    }

    private void CheckTypeName(SchemaNode node, JToken? type, string pointer)
    {
        if (type is { Type: JTokenType.String } && SchemaWords.SuggestType((string)type!) is { } suggestion)
            Report(node, pointer, ofName: false, DiagnosticRule.NearKeyword, "type", (string)type!, suggestion);
    }

    private void Report(SchemaNode node, string pointer, bool ofName, DiagnosticRule rule, params string[] arguments)
    {
        if (_reports++ < MaxReports)
            diagnostics.Add(
                InputDiagnostic.At(node.Document.PositionOf($"{node.Pointer}/{pointer}", ofName), rule, arguments)
            );
    }
}
