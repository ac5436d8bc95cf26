using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pulse.Decoding;

/// <summary>
/// A map of a few entries in the order in which they came: for so few, comparing keys one by one takes less time, and
/// a third of the memory, of a hash table. <see cref="Builder"/> makes one, or a <see cref="Dictionary{TKey, TValue}"/> of many.
/// </summary>
internal sealed class PayloadMap<T> : IReadOnlyDictionary<string, T>
{
    public static readonly IReadOnlyDictionary<string, T> Empty = new PayloadMap<T>([]);

    private const int Few = 16;

    private readonly KeyValuePair<string, T>[] _entries;

    private PayloadMap(KeyValuePair<string, T>[] entries) => _entries = entries;

    public int Count => _entries.Length;

    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    public IEnumerable<T> Values => _entries.Select(entry => entry.Value);

    public T this[string key] =>
        TryGetValue(key, out var value)
            ? value
            : throw new KeyNotFoundException($"The given key '{key}' was not present in the map.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(key);
        foreach (var entry in _entries)
        {
            if (entry.Key == key)
            {
                value = entry.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, T>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public ref struct Builder
    {
        private FirstEntries _first;
        private int _count;
        private Dictionary<string, T>? _many;

        /// <summary>A bit for each key so far: most new keys set one of their own, and need no comparing.</summary>
        private ulong _keys;

        public void Add(string key, T value)
        {
            if (_many is not null)
            {
                _many[key] = value;
                return;
            }

            var bit = 1UL << (key.Length + (key.Length == 0 ? 0 : (key[0] * 5) + (key[^1] * 11)));
            var at = (_keys & bit) == 0 ? _count : IndexOf(key);
            _keys |= bit;
            if (at < Few)
            {
                _first[at] = new(key, value);
                _count = Math.Max(_count, at + 1);
                return;
            }

            _many = new Dictionary<string, T>(2 * Few, StringComparer.Ordinal) { [key] = value };
            foreach (var entry in _first)
                _many.Add(entry.Key, entry.Value);
        }

        public readonly IReadOnlyDictionary<string, T> Build() =>
            _many is null
                ? new PayloadMap<T>(((ReadOnlySpan<KeyValuePair<string, T>>)_first)[.._count].ToArray())
                : _many;

        private readonly int IndexOf(string key)
        {
            for (var i = 0; i < _count; i++)
            {
                if (_first[i].Key == key)
                    return i;
            }

            return _count;
        }
    }

    [InlineArray(Few)]
    private struct FirstEntries
    {
        private KeyValuePair<string, T> _first;
    }
}
