namespace Pulse;

/// <summary>
/// The messages that were sent on one channel and that the broker has not confirmed, by their numbers: the broker counts
/// what arrives, from 1 (RabbitMQ's publisher confirms).
/// </summary>
/// <param name="write">Sends what is waiting; called by whoever finds that something can be sent.</param>
internal sealed class SentMessages(Action write)
{
    private OutgoingMessage?[] _messages = new OutgoingMessage?[64]; // A power of two; a number's place is the remainder.
    private ulong _first = 1; // Before it everything is confirmed.
    private ulong _next = 1;

    /// <summary>How many are not confirmed.</summary>
    public int Count { get; private set; }

    /// <summary>Whether somebody is sending; only one does, since the order of sending gives the numbers.</summary>
    public bool IsBeingWritten { get; set; }

    /// <summary>Whether nothing more is to be sent: the broker does not read, or the channel is being left.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Those that are not confirmed, in the order of sending, ended ones included.</summary>
    public IEnumerable<OutgoingMessage> All
    {
        get
        {
            for (var number = _first; number < _next; number++)
            {
                if (_messages[PlaceOf(number)] is { } message)
                    yield return message;
            }
        }
    }

    public void Write() => write();

    /// <summary>The message gets the next number.</summary>
    public void Add(OutgoingMessage message)
    {
        if (_next - _first == (ulong)_messages.Length)
            Grow();
        _messages[PlaceOf(_next++)] = message;
        Count++;
    }

    /// <summary>The message that was added last was not sent after all: the next one gets its number.</summary>
    public void RemoveLast()
    {
        _messages[PlaceOf(--_next)] = null;
        Count--;
    }

    /// <summary>Those that the broker has just answered about.</summary>
    public List<OutgoingMessage> Taken { get; } = [];

    /// <summary>Takes what the broker has answered about: a message, or all up to it. An answer may come twice.</summary>
    public void Take(ulong number, bool multiple)
    {
        if (number >= _next)
            return;
        for (var one = multiple ? _first : Math.Max(number, _first); one <= number; one++)
        {
            ref var place = ref _messages[PlaceOf(one)];
            if (place is not { } message)
                continue;
            Taken.Add(message);
            place = null;
            Count--;
        }

        while (_first < _next && _messages[PlaceOf(_first)] is null)
            _first++;
    }

    private int PlaceOf(ulong number) => (int)(number & ((ulong)_messages.Length - 1));

    private void Grow()
    {
        var smaller = _messages;
        _messages = new OutgoingMessage?[smaller.Length * 2];
        for (var number = _first; number < _next; number++)
            _messages[PlaceOf(number)] = smaller[number & ((ulong)smaller.Length - 1)];
    }
}
