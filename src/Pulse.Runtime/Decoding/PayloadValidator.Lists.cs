using System.Runtime.CompilerServices;

namespace Pulse.Decoding;

/// <summary>Checks arrays, maps and objects. One that is null has no fault here.</summary>
public sealed partial class PayloadValidator
{
    // Up to here, comparing all with all is faster than a set, and allocates nothing.
    private const int MaxCompared = 32;

    /// <summary>Checks the number of an array's items.</summary>
    /// <param name="count">The number; null if there is none.</param>
    /// <param name="least">The minimum.</param>
    /// <param name="most">The maximum; -1 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Items(int? count, int least, int most)
    {
        if (count is { } items && (items < least || (uint)items > (uint)most))
            AddCount("Items", items, least, most);
    }

    /// <summary>Checks the number of an object's properties.</summary>
    /// <param name="count">The number; null if there is none.</param>
    /// <param name="least">The minimum.</param>
    /// <param name="most">The maximum; -1 for none.</param>
    public void Properties(int? count, int least, int most)
    {
        if (count is { } properties && (properties < least || (uint)properties > (uint)most))
            AddCount("Properties", properties, least, most);
    }

    /// <summary>Checks that no two items of an array are equal.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The array.</param>
    /// <param name="comparer">Compares items; <see langword="null"/> for their own equality.</param>
    public void Unique<T>(IReadOnlyList<T>? items, IEqualityComparer<T>? comparer)
    {
        if (items is null || items.Count < 2)
            return;
        if (comparer is null && typeof(T) == typeof(DateTimeOffset))
            comparer = (IEqualityComparer<T>)(object)ExactTime.Instance;
        var equal = items.Count <= MaxCompared ? EqualOfFew(items, comparer) : EqualOfMany(items, comparer);
        if (equal is var (one, other) && other > 0)
            Add("uniqueItems: true", $"[{Number(one)}] = [{Number(other)}]");
    }

    private static (int One, int Other) EqualOfFew<T>(IReadOnlyList<T> items, IEqualityComparer<T>? comparer)
    {
        for (var other = 1; other < items.Count; other++)
        {
            var item = items[other];
            for (var one = 0; one < other; one++)
            {
                if (
                    comparer is null
                        ? EqualityComparer<T>.Default.Equals(items[one], item)
                        : comparer.Equals(items[one], item)
                )
                    return (one, other);
            }
        }

        return default;
    }

    private static (int One, int Other) EqualOfMany<T>(IReadOnlyList<T> items, IEqualityComparer<T>? comparer)
    {
        var comparison = comparer ?? EqualityComparer<T>.Default;
        var seen = new HashSet<T>(items.Count, comparison);
        for (var other = 0; other < items.Count; other++)
        {
            if (seen.Add(items[other]))
                continue;
            for (var one = 0; one < other; one++)
            {
                if (comparison.Equals(items[one], items[other]))
                    return (one, other);
            }
        }

        return default;
    }

    private void AddCount(string what, int count, int least, int most)
    {
        if (count < least)
            Add($"min{what}: {Number(least)}", $"{Number(count)} {what.ToLowerInvariant()}");
        else if (most >= 0)
            Add($"max{what}: {Number(most)}", $"{Number(count)} {what.ToLowerInvariant()}");
    }

    // One point in time with two offsets is two strings in JSON.
    private sealed class ExactTime : IEqualityComparer<DateTimeOffset>
    {
        public static readonly ExactTime Instance = new();

        public bool Equals(DateTimeOffset x, DateTimeOffset y) => x.EqualsExact(y);

        public int GetHashCode(DateTimeOffset time) => time.GetHashCode();
    }
}
