using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;
using Pulse.References.Scanning;

namespace Pulse.References.Formats.ExchangesReference;

/// <summary>An object of an exchange reference: gives the values of its keys, and reports what is wrong with them.</summary>
/// <param name="json">The object.</param>
/// <param name="pointer">Where it stands in the document.</param>
/// <param name="name">What a message calls it: "the entry 'taskDefined'".</param>
/// <param name="document">The reference that it is part of.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class ReferenceObject(
    JObject json,
    string pointer,
    string name,
    ReferenceDocument document,
    ICollection<InputDiagnostic> diagnostics
)
{
    public JToken? this[string key] => json[key];

    /// <summary>A text that must be there, and not empty; null where it is not, which is reported.</summary>
    public string? Required(string key)
    {
        if (json[key] is { Type: JTokenType.String } text && ((string)text!).Length > 0)
            return (string?)text;
        Malformed(
            key,
            json[key] is null ? $"'{key}' of {name} is missing" : $"'{key}' of {name} is a string that is not empty"
        );
        return null;
    }

    /// <summary>A text that nothing hangs on but documentation; see <see cref="ReportMissing"/>.</summary>
    public string? Optional(string key)
    {
        if (json[key] is null or { Type: JTokenType.String })
            return (string?)json[key];
        Malformed(key, $"'{key}' of {name} is a string");
        return null;
    }

    public bool Flag(string key)
    {
        if (json[key] is { Type: JTokenType.Boolean } value)
            return (bool)value;
        Malformed(
            key,
            json[key] is null
                ? $"'{key}' of {name} is missing; it is true or false"
                : $"'{key}' of {name} is true or false"
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
                ? $"'{key}' of {name} is missing; it is a list of {ofWhat}"
                : $"'{key}' of {name} is a list of {ofWhat}"
        );
        return null;
    }

    /// <summary>Reports keys that are nearly one of the format's that is not there; others may be a later version's.</summary>
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

    /// <summary>Reports which keys are missing that the format asks for, though nothing hangs on them.</summary>
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

    /// <summary>Reports at the value of a key; what is missing, at the object that it is missing from.</summary>
    public void Report(string key, DiagnosticRule rule, params string[] arguments) =>
        diagnostics.Add(InputDiagnostic.At(document.PositionOf(At(key)), rule, arguments));

    /// <summary>The object in a list; null where it is none, which is reported.</summary>
    public ReferenceObject? ItemOf(string key, int index, JToken item, string itemName)
    {
        if (item is JObject found)
            return new(found, $"{At(key)}/{index}", itemName, document, diagnostics);
        Malformed($"{key}/{index}", $"{itemName} is an object");
        return null;
    }

    /// <summary>Its own pointer.</summary>
    public string Pointer => pointer;

    private string At(string key) => $"{pointer}/{key}";

    private void Malformed(string key, string message) =>
        Report(key, DiagnosticRule.MalformedReference, Sentence(message));

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
