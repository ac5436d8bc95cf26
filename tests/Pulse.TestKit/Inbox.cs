using System.Threading.Channels;

namespace Pulse.TestKit;

/// <summary>Collects items from handlers and events for a test to wait for.</summary>
public sealed class Inbox<T>
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();
    private int _count;

    /// <summary>How many items were ever added.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The item that was added last.</summary>
    public T? Last { get; private set; }

    public void Add(T item)
    {
        Last = item;
        Interlocked.Increment(ref _count);
        _items.Writer.TryWrite(item);
    }

    /// <summary>Takes the oldest item; waits for one if there is none.</summary>
    public Task<T> NextAsync() => _items.Reader.ReadAsync().AsTask().WithinPatience();

    /// <summary>Takes the oldest items, in order.</summary>
    public async Task<List<T>> NextAsync(int count)
    {
        var items = new List<T>();
        while (items.Count < count)
            items.Add(await NextAsync().ConfigureAwait(false));
        return items;
    }
}
