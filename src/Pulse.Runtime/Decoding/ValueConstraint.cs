using System.ComponentModel;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>What a schema demands of a value, in the words of JSON Schema 2020-12. A demand that it does not make is null.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ValueConstraint
{
    internal ValueConstraint(JsonElement json)
    {
        Json = json;
        Pattern = json.TryGetProperty("pattern", out var pattern) ? pattern.GetString() : null;
        Format = json.TryGetProperty("format", out var format) ? format.GetString() : null;
        MinLength = Count(json, "minLength");
        MaxLength = Count(json, "maxLength");
        MinItems = Count(json, "minItems");
        MaxItems = Count(json, "maxItems");
        Minimum = Number(json, "minimum");
        Maximum = Number(json, "maximum");
        ExclusiveMinimum = Number(json, "exclusiveMinimum");
        ExclusiveMaximum = Number(json, "exclusiveMaximum");
        MultipleOf = Number(json, "multipleOf");
        Values = json.TryGetProperty("enum", out var values) ? [.. values.EnumerateArray()] : null;
        Items = json.TryGetProperty("items", out var items) ? new ValueConstraint(items) : null;
        Entries = json.TryGetProperty("additionalProperties", out var entries) ? new ValueConstraint(entries) : null;
    }

    /// <summary>All demands as JSON, those without a property here included.</summary>
    public JsonElement Json { get; }

    /// <summary>The regular expression (ECMA-262) that a string contains a match of.</summary>
    public string? Pattern { get; }

    /// <summary>The format of a string.</summary>
    public string? Format { get; }

    /// <summary>The minimum length of a string, in characters of Unicode.</summary>
    public int? MinLength { get; }

    /// <summary>The maximum length of a string, in characters of Unicode.</summary>
    public int? MaxLength { get; }

    /// <summary>The minimum number of items of an array.</summary>
    public int? MinItems { get; }

    /// <summary>The maximum number of items of an array.</summary>
    public int? MaxItems { get; }

    /// <summary>The minimum of a number.</summary>
    public double? Minimum { get; }

    /// <summary>The maximum of a number.</summary>
    public double? Maximum { get; }

    /// <summary>The number that a number exceeds.</summary>
    public double? ExclusiveMinimum { get; }

    /// <summary>The number that a number is below of.</summary>
    public double? ExclusiveMaximum { get; }

    /// <summary>The number that a number is a multiple of.</summary>
    public double? MultipleOf { get; }

    /// <summary>The only values; of an open enum, those that were known when the code was generated.</summary>
    public IReadOnlyList<JsonElement>? Values { get; }

    /// <summary>The constraints of an array's items.</summary>
    public ValueConstraint? Items { get; }

    /// <summary>The constraints of a map's values.</summary>
    public ValueConstraint? Entries { get; }

    private static int? Count(JsonElement json, string keyword) =>
        json.TryGetProperty(keyword, out var count) && count.TryGetInt32(out var value) ? value : null;

    private static double? Number(JsonElement json, string keyword) =>
        json.TryGetProperty(keyword, out var number) ? number.GetDouble() : null;
}
