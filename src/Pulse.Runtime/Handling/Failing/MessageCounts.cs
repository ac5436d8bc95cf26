using System.Security.Cryptography;
using System.Text;

namespace Pulse;

/// <summary>
/// Counts messages by their content, since nothing else of a message stays the same when it is delivered again;
/// equal messages are counted together. Bounded: the message that was counted longest ago is forgotten first.
/// Thread-safe.
/// </summary>
internal sealed class MessageCounts(int capacity)
{
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly LinkedList<string> _byAge = new();

    // Spares the fingerprint.
    private bool IsEmpty
    {
        get
        {
            lock (_entries)
                return _entries.Count == 0;
        }
    }

    public void Add(AmqpDelivery message)
    {
        var print = Fingerprint(message);
        lock (_entries)
        {
            if (_entries.TryGetValue(print, out var entry))
                _byAge.Remove(entry.Age);
            else
                _entries.Add(print, entry = new Entry(print));
            entry.Count++;
            _byAge.AddLast(entry.Age);
            if (_byAge.Count > capacity)
                Remove(_entries[_byAge.First!.Value]);
        }
    }

    /// <summary>Counts that many less; says whether there was one.</summary>
    public bool TryTake(AmqpDelivery message, int count = 1)
    {
        if (IsEmpty)
            return false;
        var print = Fingerprint(message);
        lock (_entries)
        {
            if (!_entries.TryGetValue(print, out var entry))
                return false;
            entry.Count -= count;
            if (entry.Count <= 0)
                Remove(entry);
            return true;
        }
    }

    public int CountOf(AmqpDelivery message)
    {
        if (IsEmpty)
            return 0;
        var print = Fingerprint(message);
        lock (_entries)
            return _entries.TryGetValue(print, out var entry) ? entry.Count : 0;
    }

    private void Remove(Entry entry)
    {
        _entries.Remove(entry.Age.Value);
        _byAge.Remove(entry.Age);
    }

    public static string Fingerprint(AmqpDelivery message)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string?[] names = [message.Exchange, message.RoutingKey, message.Properties.MessageId];
        foreach (var name in names)
        {
            // No name or key holds a zero byte, so it keeps neighbours apart.
            hash.AppendData(Encoding.UTF8.GetBytes(name + '\0'));
        }

        hash.AppendData(message.Body.Span);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed class Entry(string print)
    {
        public LinkedListNode<string> Age { get; } = new(print);

        public int Count { get; set; }
    }
}
