using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;
using Pulse.References.Scanning;

namespace Pulse.References.Formats.ExchangesReference;

/// <summary>An object of an exchange reference: returns the values of its keys, and reports the ones that are wrong.</summary>
/// <param name="json">The object.</param>
/// <param name="pointer">Its JSON pointer in the document.</param>
/// <param name="name">Its name in messages: "the entry 'taskDefined'".</param>
/// <param name="document">The reference that contains it.</param>
/// <param name="diagnostics">Receives the errors.</param>
internal sealed class ReferenceObject(
    JObject json,
    string pointer,
    string name,
    ReferenceDocument document,
    ICollection<InputDiagnostic> diagnostics
)
{
    public JToken? this[string key] => json[key];

    /// <summary>A string that must be present and, with one exception in the format, not empty; null if it is not, which is reported.</summary>
    public string? Required(string key, bool mayBeEmpty = false)
    {
        if (json[key] is { Type: JTokenType.String } text && (mayBeEmpty || ((string)text!).Length > 0))
            return (string?)text;
        Malformed(
            key,
            json[key] is null
                ? $"'{key}' of {name} is missing"
                : $"'{key}' of {name} must be a {(mayBeEmpty ? "" : "non-empty ")}string"
        );
        return null;
    }

    /// <summary>A string that only documentation depends on; see <see cref="ReportMissing"/>.</summary>
    public string? Optional(string key)
    {
        if (json[key] is null or { Type: JTokenType.String })
            return (string?)json[key];
        Malformed(key, $"'{key}' of {name} must be a string");
        return null;
    }

    public bool Flag(string key)
    {
        if (json[key] is { Type: JTokenType.Boolean } value)
            return (bool)value;
        Malformed(
            key,
            json[key] is null
                ? $"'{key}' of {name} is missing; it must be true or false"
                : $"'{key}' of {name} must be true or false"
        );
        return false;
    }

    public JArray? List(string key, string ofWhat)
    {
        if (json[key] is JArray list)
            return list;
        Malformed(
            key,
            json[key] is null
                ? $"'{key}' of {name} is missing; it must be a list of {ofWhat}"
                : $"'{key}' of {name} must be a list of {ofWhat}"
        );
        return null;
    }

    /// <summary>Reports keys that resemble a missing key of the format; others may belong to a later version.</summary>
    public void ReportMistypedKeys(params string[] known)
    {
        var absent = known.Where(key => !json.ContainsKey(key)).ToList();
        foreach (var property in json.Properties().Where(property => !known.Contains(property.Name)))
        {
            if (SpellingSuggestion.For(property.Name, absent) is { Length: > 0 } suggestion)
                diagnostics.Add(
                    InputDiagnostic.At(
                        document.PositionOf(At(property.Name), ofName: true),
                        DiagnosticRule.MalformedReference,
                        $"The reference format has no key '{property.Name}'{suggestion}"
                    )
                );
        }
    }

    /// <summary>Reports missing keys that the format requires but no code depends on.</summary>
    public void ReportMissing(params string[] keys)
    {
        var missing = keys.Where(key => !json.ContainsKey(key)).Select(key => $"'{key}'").ToList();
        if (missing.Count > 0)
            diagnostics.Add(
                InputDiagnostic.At(
                    document.PositionOf(pointer),
                    DiagnosticRule.Incomplete,
                    Sentence(name),
                    string.Join(", ", missing)
                )
            );
    }

    /// <summary>Reports at the value of a key or, if it is missing, at the object that lacks it.</summary>
    public void Report(string key, DiagnosticRule rule, params string[] arguments) =>
        diagnostics.Add(InputDiagnostic.At(document.PositionOf(At(key)), rule, arguments));

    /// <summary>An object in a list; null if it is not an object, which is reported.</summary>
    public ReferenceObject? ItemOf(string key, int index, JToken item, string itemName)
    {
        if (item is JObject found)
            return new(found, $"{At(key)}/{index}", itemName, document, diagnostics);
        Malformed($"{key}/{index}", $"{itemName} must be an object");
        return null;
    }

    /// <summary>Its JSON pointer.</summary>
    public string Pointer => pointer;

    private string At(string key) => $"{pointer}/{key}";

    private void Malformed(string key, string message) =>
        Report(key, DiagnosticRule.MalformedReference, Sentence(message));

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
