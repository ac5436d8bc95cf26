using System.Runtime.CompilerServices;

namespace Pulse.Chaos;

/// <summary>
/// Checks that messages of one key are handled one after the other, in the order in which the consumer took them. Safe for
/// concurrent use.
/// </summary>
internal sealed class KeyOrder
{
    private const int Keys = 8;

    private readonly object _sync = new();
    private readonly ConditionalWeakTable<Delivery, object> _taken = []; // And its number. Keeps no delivery in memory.
    private readonly Dictionary<int, (long Last, int Running)> _handled = [];
    private readonly List<string> _broken = [];
    private long _next;

    public IReadOnlyList<string> Broken
    {
        get
        {
            lock (_sync)
                return [.. _broken];
        }
    }

    public static int KeyOf(Message message) => message.Id % Keys;

    /// <summary>To be called when a message is taken: as its key is asked for.</summary>
    public int Take(Delivery delivery, Message message)
    {
        lock (_sync)
            _taken.Add(delivery, _next++);
        return KeyOf(message);
    }

    /// <summary>To be called when a handler begins; dispose of the result when it ends.</summary>
    public IDisposable Begin(Delivery delivery, Message message)
    {
        var key = KeyOf(message);
        lock (_sync)
        {
            var number = _taken.TryGetValue(delivery, out var taken) ? (long)taken : long.MaxValue;
            var (last, running) = _handled.GetValueOrDefault(key, (-1, 0));
            if (running > 0)
                _broken.Add($"two messages of key {key} were handled at once, one of them {message.Id}");
            if (number < last)
                _broken.Add($"message {message.Id} of key {key} was overtaken");
            _handled[key] = (number, running + 1);
        }

        return new Handling(this, key);
    }

    private sealed class Handling(KeyOrder order, int key) : IDisposable
    {
        public void Dispose()
        {
            lock (order._sync)
                order._handled[key] = order._handled[key] with { Running = order._handled[key].Running - 1 };
        }
    }
}
