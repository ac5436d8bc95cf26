using System.Threading.Channels;

namespace Pulse.Runtime.Tests;

/// <summary>What handlers put down, for the test to take up.</summary>
internal sealed class Inbox<T>
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>What was put down last.</summary>
    public T? Last { get; private set; }

    public void Add(T item)
    {
        Last = item;
        Interlocked.Increment(ref _count);
        _items.Writer.TryWrite(item);
    }

    public Task<T> NextAsync() => _items.Reader.ReadAsync().AsTask().WithinPatience();

    public async Task<List<T>> NextAsync(int count)
    {
        var items = new List<T>();
        while (items.Count < count)
            items.Add(await NextAsync());
        return items;
    }
}
