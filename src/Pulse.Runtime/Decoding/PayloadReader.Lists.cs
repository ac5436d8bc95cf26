using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Reads lists and maps into arrays of exactly their size: messages have few items and never change.</summary>
public ref partial struct PayloadReader
{
    private const int Few = 8;

    /// <summary>Reads an array.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="item">Reads an item.</param>
    /// <returns>The items.</returns>
    /// <exception cref="JsonException">The value is not an array.</exception>
    public IReadOnlyList<T> ReadList<T>(ReadValue<T> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!Enter((byte)'[', (byte)']', "an array"))
            return [];
        var first = default(FirstItems<T>);
        var count = 0;
        do
        {
            if (count == Few)
                return ReadLongList(first, item);
            first[count++] = item(ref this);
        } while (MoveNext((byte)']'));

        return ((ReadOnlySpan<T>)first)[..count].ToArray();
    }

    private List<T> ReadLongList<T>(scoped ReadOnlySpan<T> first, ReadValue<T> item)
    {
        var items = new List<T>(Few * 4);
        items.AddRange(first);
        do items.Add(item(ref this));
        while (MoveNext((byte)']'));
        return items;
    }

    /// <summary>Reads an object whose properties are a map. If a key occurs twice, the last one counts.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="value">Reads a value.</param>
    /// <returns>The map.</returns>
    /// <exception cref="JsonException">The value is not an object.</exception>
    public IReadOnlyDictionary<string, T> ReadMap<T>(ReadValue<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!Enter((byte)'{', (byte)'}', "an object"))
            return PayloadMap<T>.Empty;
        var map = new PayloadMap<T>.Builder();
        do
        {
            var key = ReadRepeatedString("a property name");
            ReadColon();
            map.Add(key, value(ref this));
        } while (MoveNext((byte)'}'));

        return map.Build();
    }

    /// <summary>Returns a map, or an empty one instead of <see langword="null"/>.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="map">The map, or <see langword="null"/>.</param>
    /// <returns>The map.</returns>
    public static IReadOnlyDictionary<string, T> MapOf<T>(Dictionary<string, T>? map) =>
        map is null ? PayloadMap<T>.Empty : map;

    [InlineArray(Few)]
    private struct FirstItems<T>
    {
        private T _first;
    }
}
