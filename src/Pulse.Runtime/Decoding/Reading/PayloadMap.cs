using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Pulse.Decoding;

/// <summary>
/// A map of a few entries, in the order of the message. For so few, comparing keys one by one takes less time than a
/// hash table, and a third of its memory. <see cref="Builder"/> creates such a map, or a
/// <see cref="Dictionary{TKey, TValue}"/> for many entries.
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

    /// <summary>Collects entries. If a key occurs twice, the last one counts.</summary>
    public struct Builder()
    {
        // Maps of one kind usually have as many entries as the one before. Then this array is exactly long enough to stay.
        private KeyValuePair<string, T>[] _first = new KeyValuePair<string, T>[PayloadMap.UsualCount];
        private int _count;
        private Dictionary<string, T>? _many;

        /// <summary>A bit for each key so far. Most new keys set a new bit and need not be compared.</summary>
        private ulong _keys;

        public void Add(string key, T value)
        {
            var bit = 1UL << (key.Length + (key.Length == 0 ? 0 : (key[0] * 5) + (key[^1] * 11)));
            if ((_keys & bit) == 0 && _count < _first.Length)
            {
                _keys |= bit;
                _first[_count++] = new(key, value);
                return;
            }

            _keys |= bit;
            AddWithCare(key, value);
        }

        public readonly IReadOnlyDictionary<string, T> Build()
        {
            if (_many is not null)
                return _many;
            PayloadMap.UsualCount = _count;
            return new PayloadMap<T>(_count == _first.Length ? _first : _first[.._count]);
        }

        private void AddWithCare(string key, T value)
        {
            if (_many is not null)
            {
                _many[key] = value;
                return;
            }

            for (var i = 0; i < _count; i++)
            {
                if (_first[i].Key == key)
                {
                    _first[i] = new(key, value);
                    return;
                }
            }

            if (_count < Few)
            {
                if (_count == _first.Length)
                    Array.Resize(ref _first, Math.Clamp(_count * 2, 4, Few));
                _first[_count++] = new(key, value);
                return;
            }

            _many = new Dictionary<string, T>(_first, StringComparer.Ordinal) { [key] = value };
        }
    }
}

/// <summary>The part that maps of all types share.</summary>
internal static class PayloadMap
{
    /// <summary>The number of entries of the last map. It is a guess: threads may overwrite each other's value.</summary>
    public static int UsualCount { get; set; } = 4;
}
