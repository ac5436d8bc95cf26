namespace Pulse;

/// <summary>
/// How far a channel has come in a stream, which keeps its messages whatever is done with them: it is for the consumer to
/// know where to go on. Thread-safe.
/// </summary>
/// <param name="start">Where the channel begins; <see langword="null"/> for the broker's choice.</param>
internal sealed class StreamPosition(long? start)
{
    private readonly SortedSet<long> _unhandled = []; // Is also the lock.
    private long? _next = start;

    /// <summary>Behind the last message that was taken; <see langword="null"/> while that is unknown.</summary>
    public long? NextToTake
    {
        get
        {
            lock (_unhandled)
                return _next;
        }
    }

    /// <summary>Behind all messages that were handled; <see langword="null"/> while that is unknown.</summary>
    public long? NextToHandle
    {
        get
        {
            lock (_unhandled)
                return _unhandled.Count > 0 && !(_next < _unhandled.Min) ? _unhandled.Min : _next;
        }
    }

    /// <summary>To be called when a message arrives: where it was unknown, this is where the channel begins.</summary>
    public void Begin(long offset)
    {
        lock (_unhandled)
            _next ??= offset;
    }

    public void Take(long offset)
    {
        lock (_unhandled)
        {
            _unhandled.Add(offset);
            _next = offset + 1;
        }
    }

    public void Handled(long offset)
    {
        lock (_unhandled)
            _unhandled.Remove(offset);
    }

    /// <summary>The message is to be taken again, and those behind it.</summary>
    public void GiveBack(long offset)
    {
        lock (_unhandled)
        {
            _unhandled.Remove(offset);
            if (_next > offset)
                _next = offset;
        }
    }
}
