using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>
/// Decodes, writes and decodes again, and compares as JSON: numbers by value, date-times as instants. Two things
/// may be missing in what was written: a null, where the property may be absent, and a property that no schema names.
/// </summary>
internal static partial class RoundTrip
{
    /// <param name="typed">The compiled schemas.</param>
    /// <param name="number">Which of them.</param>
    /// <param name="json">A valid instance.</param>
    /// <param name="mayBeLost">Whether a property's name is one that the schema does not know.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static string? Fault(TypedSchemas typed, int number, string json, Func<string, bool> mayBeLost)
    {
        try
        {
            var value = typed.Read(json, number);
            var written = typed.Write(value, number);
            if (Difference(JsonNode.Parse(json), JsonNode.Parse(written), "$", mayBeLost) is { } difference)
                return $"{difference}; written: {written}";
            var again = typed.Read(written, number);
            if (!AreEqual(value, again))
                return $"not equal to what is read from what was written: {written}";
            return
                value is not JsonElement
                && value?.GetHashCode() != again?.GetHashCode()
                && value is not System.Collections.IEnumerable
                ? $"equal, but with another hash code: {written}"
                : null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"{error.GetType().Name}: {error.Message}";
        }
    }

    // Types that are not generated have .NET's own equality, which is by reference.
    private static bool AreEqual(object? one, object? other) =>
        one is JsonElement or System.Collections.IEnumerable and not string
            ? JsonElement.DeepEquals(JsonSerializer.SerializeToElement(one), JsonSerializer.SerializeToElement(other))
            : Equals(one, other);

    private static string? Difference(JsonNode? given, JsonNode? written, string path, Func<string, bool> mayBeLost)
    {
        switch (given, written)
        {
            case (JsonObject one, JsonObject two):
                foreach (var (name, value) in one)
                {
                    if (!two.ContainsKey(name) && value is not null && !mayBeLost(name))
                        return $"{path}.{name} is lost";
                    if (
                        two.TryGetPropertyValue(name, out var other)
                        && Difference(value, other, $"{path}.{name}", mayBeLost) is { } inner
                    )
                        return inner;
                }

                return two.Select(entry => entry.Key).FirstOrDefault(name => !one.ContainsKey(name)) is { } added
                    ? $"{path}.{added} is new"
                    : null;
            case (JsonArray one, JsonArray two):
                return one.Count != two.Count
                    ? $"{path} has {two.Count} items, not {one.Count}"
                    : one.Select((item, index) => Difference(item, two[index], $"{path}[{index}]", mayBeLost))
                        .FirstOrDefault(found => found is not null);
            default:
                return
                    JsonNode.DeepEquals(given, written) || AreSameNumber(given, written) || AreSameTime(given, written)
                    ? null
                    : $"{path} differs";
        }
    }

    private static bool AreSameNumber(JsonNode? one, JsonNode? other)
    {
        if (one?.GetValueKind() != JsonValueKind.Number || other?.GetValueKind() != JsonValueKind.Number)
            return false;
        var (first, second) = (one.ToJsonString(), other.ToJsonString());
        // Integers are kept to the last digit; fractions as far as a double does.
        return first.AsSpan().IndexOfAny(".eE") >= 0
            && double.Parse(first, CultureInfo.InvariantCulture)
                .Equals(double.Parse(second, CultureInfo.InvariantCulture));
    }

    private static bool AreSameTime(JsonNode? one, JsonNode? other) =>
        one?.GetValueKind() == JsonValueKind.String
        && other?.GetValueKind() == JsonValueKind.String
        && DateTime().IsMatch((string)one!)
        && DateTime().IsMatch((string)other!)
        && DateTimeOffset.Parse((string)one!, CultureInfo.InvariantCulture)
            == DateTimeOffset.Parse((string)other!, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex DateTime();
}
