namespace Pulse;

/// <summary>One place where a payload does not fit its schema.</summary>
/// <param name="Path">The place, such as <c>$.status.runs[0].state</c>.</param>
/// <param name="Value">The value there as JSON, shortened; <c>null</c> if there is none.</param>
/// <param name="Rule">The keyword of JSON Schema that the value does not satisfy, and its argument: <c>maxLength: 38</c>.</param>
public sealed record PayloadFault(string Path, string Value, string Rule)
{
    /// <summary>Describes the fault in a sentence.</summary>
    /// <returns>The path, the value and the rule.</returns>
    public override string ToString() =>
        Rule == "required" ? $"{Path} is missing." : $"{Path} is {Value}, but the schema says {Rule}.";
}
