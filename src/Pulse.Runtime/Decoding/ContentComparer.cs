using System.ComponentModel;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// Compares lists, maps and free-form JSON by content, where .NET compares references. Only generated code calls it: it
/// is a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ContentComparer
{
    /// <summary>Compares JSON values: objects by their properties, in any order, and numbers by value.</summary>
    public static JsonContentComparer Json { get; } = new();

    /// <summary>Compares lists, item by item.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="item">Compares the items; <see langword="null"/> for their own equality.</param>
    /// <returns>The comparer.</returns>
    public static IEqualityComparer<IReadOnlyList<T>?> List<T>(IEqualityComparer<T>? item = null) =>
        item is null ? ListComparer<T>.OwnEquality : new ListComparer<T>(item);

    /// <summary>Compares maps: the same keys with the same values, in any order.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="value">Compares the values; <see langword="null"/> for their own equality.</param>
    /// <returns>The comparer.</returns>
    public static IEqualityComparer<IReadOnlyDictionary<string, T>?> Map<T>(IEqualityComparer<T>? value = null) =>
        value is null ? MapComparer<T>.OwnEquality : new MapComparer<T>(value);

    private sealed class ListComparer<T>(IEqualityComparer<T> item) : IEqualityComparer<IReadOnlyList<T>?>
    {
        public static readonly ListComparer<T> OwnEquality = new(EqualityComparer<T>.Default);

        public bool Equals(IReadOnlyList<T>? x, IReadOnlyList<T>? y)
        {
            if (ReferenceEquals(x, y))
                return true;
            if (x is null || y is null || x.Count != y.Count)
                return false;
            for (var i = 0; i < x.Count; i++)
            {
                if (!item.Equals(x[i], y[i]))
                    return false;
            }

            return true;
        }

        public int GetHashCode(IReadOnlyList<T> list)
        {
            var hash = new HashCode();
            foreach (var value in list)
                hash.Add(value, item);
            return hash.ToHashCode();
        }
    }

    private sealed class MapComparer<T>(IEqualityComparer<T> value) : IEqualityComparer<IReadOnlyDictionary<string, T>?>
    {
        public static readonly MapComparer<T> OwnEquality = new(EqualityComparer<T>.Default);

        public bool Equals(IReadOnlyDictionary<string, T>? x, IReadOnlyDictionary<string, T>? y) =>
            ReferenceEquals(x, y)
            || (
                x is not null
                && y is not null
                && x.Count == y.Count
                && x.All(entry => y.TryGetValue(entry.Key, out var other) && value.Equals(entry.Value, other))
            );

        public int GetHashCode(IReadOnlyDictionary<string, T> map)
        {
            var hash = map.Count;
            foreach (var (key, item) in map)
                hash ^= HashCode.Combine(key, item is null ? 0 : value.GetHashCode(item)); // any order
            return hash;
        }
    }
}

/// <summary>Compares free-form JSON by content. Only generated code calls it: it is a binary contract.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonContentComparer : IEqualityComparer<JsonElement>, IEqualityComparer<JsonElement?>
{
    /// <inheritdoc/>
    public bool Equals(JsonElement? x, JsonElement? y) =>
        x is { } left && y is { } right ? Equals(left, right) : x.HasValue == y.HasValue;

    /// <inheritdoc/>
    public bool Equals(JsonElement x, JsonElement y)
    {
        if (x.ValueKind != y.ValueKind)
            return false;
        switch (x.ValueKind)
        {
            case JsonValueKind.Object:
                var left = Properties(x);
                var right = Properties(y);
                return left.Count == right.Count
                    && left.All(property =>
                        right.TryGetValue(property.Key, out var other) && Equals(property.Value, other)
                    );
            case JsonValueKind.Array:
                return x.GetArrayLength() == y.GetArrayLength()
                    && x.EnumerateArray().SequenceEqual(y.EnumerateArray(), this);
            case JsonValueKind.String:
                return x.ValueEquals(y.GetString());
            case JsonValueKind.Number:
                return x.GetRawText() == y.GetRawText() || SameNumber(x, y);
            default:
                return true;
        }
    }

    /// <inheritdoc/>
    public int GetHashCode(JsonElement? value) => value is { } element ? GetHashCode(element) : 0;

    /// <inheritdoc/>
    public int GetHashCode(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => Properties(value)
                .Aggregate(0, (hash, property) => hash ^ HashCode.Combine(property.Key, GetHashCode(property.Value))),
            JsonValueKind.Array => value
                .EnumerateArray()
                .Aggregate(1, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
            JsonValueKind.String => value.GetString()!.GetHashCode(StringComparison.Ordinal),
            JsonValueKind.Number => value.GetDouble().GetHashCode(),
            var kind => (int)kind,
        };

    // 1, 1.0 and 1e0 are the same number. 'decimal' distinguishes numbers that 'double' rounds to the same value.
    private static bool SameNumber(JsonElement x, JsonElement y)
    {
        var rounded = x.GetDouble();
        return rounded == y.GetDouble()
            && double.IsFinite(rounded)
            && (!x.TryGetDecimal(out var left) || !y.TryGetDecimal(out var right) || left == right);
    }

    // If a name occurs twice, the last one counts, as everywhere in System.Text.Json.
    private static Dictionary<string, JsonElement> Properties(JsonElement value)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
            properties[property.Name] = property.Value;
        return properties;
    }
}
