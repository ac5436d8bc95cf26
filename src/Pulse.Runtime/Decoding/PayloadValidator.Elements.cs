using System.Collections.Concurrent;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Checks free-form JSON. A rule says something about one kind of JSON; a value of another kind has no fault here.</summary>
public sealed partial class PayloadValidator
{
    // Of schemas, so there are few.
    private static readonly ConcurrentDictionary<string, JsonElement[]> _listed = new(StringComparer.Ordinal);

    /// <summary>Goes to a property that is required.</summary>
    /// <param name="property">The name in JSON.</param>
    /// <param name="value">The value.</param>
    public void At(string property, JsonElement value)
    {
        At(property);
        if (value.ValueKind == JsonValueKind.Undefined)
            Add("required", "null");
    }

    /// <summary>Checks the type of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="types">The names of the types in JSON Schema, separated by commas.</param>
    public void Type(JsonElement? value, string types)
    {
        ArgumentNullException.ThrowIfNull(types);
        if (value is not { ValueKind: not JsonValueKind.Undefined } element)
            return;
        var name = element.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => "number",
            JsonValueKind.String => "string",
            JsonValueKind.Array => "array",
            JsonValueKind.Object => "object",
            _ => "null",
        };
        if (
            types.Contains(name, StringComparison.Ordinal)
            || (name == "number" && types.Contains("integer", StringComparison.Ordinal) && IsInteger(element))
        )
            return;
        Add($"type: {types}", Shown(element));
    }

    /// <summary>Checks that a value is one of several.</summary>
    /// <param name="value">The value.</param>
    /// <param name="values">The several, as an array in JSON.</param>
    public void Enum(JsonElement? value, string values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (value is not { ValueKind: not JsonValueKind.Undefined } element)
            return;
        var listed = _listed.GetOrAdd(
            values,
            static json =>
            {
                using var document = JsonDocument.Parse(json);
                return [.. document.RootElement.EnumerateArray().Select(one => one.Clone())];
            }
        );
        if (!listed.Contains(element, ContentComparer.Json))
            Add($"enum: {values}", Shown(element));
    }

    /// <inheritdoc cref="Length(string?, int, int)"/>
    public void Length(JsonElement? value, int least, int most) => Length(TextOf(value), least, most);

    /// <inheritdoc cref="Minimum(long?, long)"/>
    public void Minimum(JsonElement? value, decimal limit)
    {
        if (Compare(value, limit) < 0)
            Add($"minimum: {Number(limit)}", Shown(value!.Value));
    }

    /// <inheritdoc cref="Maximum(long?, long)"/>
    public void Maximum(JsonElement? value, decimal limit)
    {
        if (Compare(value, limit) > 0)
            Add($"maximum: {Number(limit)}", Shown(value!.Value));
    }

    /// <inheritdoc cref="ExclusiveMinimum(long?, long)"/>
    public void ExclusiveMinimum(JsonElement? value, decimal limit)
    {
        if (Compare(value, limit) <= 0)
            Add($"exclusiveMinimum: {Number(limit)}", Shown(value!.Value));
    }

    /// <inheritdoc cref="ExclusiveMaximum(long?, long)"/>
    public void ExclusiveMaximum(JsonElement? value, decimal limit)
    {
        if (Compare(value, limit) >= 0)
            Add($"exclusiveMaximum: {Number(limit)}", Shown(value!.Value));
    }

    /// <inheritdoc cref="MultipleOf(long?, long)"/>
    public void MultipleOf(JsonElement? value, decimal step)
    {
        if (value is not { ValueKind: JsonValueKind.Number } element)
            return;
        if (element.TryGetDecimal(out var number) ? number % step != 0 : !IsMultiple(element.GetDouble(), step))
            Add($"multipleOf: {Number(step)}", Shown(element));
    }

    /// <summary>The string of a value; null if it is not a string.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The string.</returns>
    public static string? TextOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The number of a value's items.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The number; null if it is not an array.</returns>
    public static int? ItemsOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } items ? items.GetArrayLength() : null;

    /// <summary>The number of a value's properties; of properties with one name the last one counts.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The number; null if it is not an object.</returns>
    public static int? PropertiesOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } properties
            ? properties.EnumerateObject().Select(property => property.Name).Distinct(StringComparer.Ordinal).Count()
            : null;

    /// <summary>Checks that no two items of an array are equal.</summary>
    /// <param name="value">The array.</param>
    public void Unique(JsonElement? value)
    {
        if (value is { ValueKind: JsonValueKind.Array } items)
            Unique([.. items.EnumerateArray()], ContentComparer.Json);
    }

    private static int? Compare(JsonElement? value, decimal limit)
    {
        if (value is not { ValueKind: JsonValueKind.Number } element)
            return null;
        return element.TryGetDecimal(out var number)
            ? number.CompareTo(limit)
            : element.GetDouble().CompareTo((double)limit);
    }

    private static bool IsInteger(JsonElement number) =>
        number.TryGetDecimal(out var value)
            ? decimal.Truncate(value) == value
            : Math.Truncate(number.GetDouble()) == number.GetDouble();

    private static string Shown(JsonElement value) => value.GetRawText();
}
