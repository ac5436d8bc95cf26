using Pulse.References.Collections;

namespace Pulse.References.Specs;

/// <summary>What a schema demands of a value beyond its C# type.</summary>
/// <param name="Rules">The demands on the value itself.</param>
/// <param name="Part">The demands on the items of an array or the values of a map; null for none.</param>
internal sealed record CheckSpec(EquatableArray<RuleSpec> Rules, CheckSpec? Part)
{
    public static readonly CheckSpec None = new(default, null);

    /// <summary>The argument of a rule; null if there is no such rule.</summary>
    public string? this[string keyword] => Rules.FirstOrDefault(rule => rule.Keyword == keyword)?.Argument;
}

/// <summary>A keyword of JSON Schema with its argument: a string as it is, anything else as JSON.</summary>
internal sealed record RuleSpec(string Keyword, string Argument);
