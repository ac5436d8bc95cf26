namespace Pulse;

/// <summary>
/// The messages that were sent on one channel and that the broker has not confirmed, by their numbers: the broker counts
/// what arrives, from 1 (RabbitMQ's publisher confirms).
/// </summary>
/// <param name="write">Sends what is waiting; called when something can be sent and nobody is sending.</param>
/// <param name="isBlocked">Whether the broker does not read at the moment.</param>
internal sealed class SentMessages(Action write, Func<bool> isBlocked)
{
    private readonly SortedDictionary<ulong, OutgoingMessage> _stragglers = []; // Those before the first of the ring.
    private OutgoingMessage?[] _ring = new OutgoingMessage?[64]; // A power of two; a number's place is the remainder.
    private ulong _first = 1;
    private ulong _next = 1;

    /// <summary>How many are not confirmed.</summary>
    public int Count { get; private set; }

    /// <summary>Whether somebody is sending; only one does, since the order of sending gives the numbers.</summary>
    public bool IsBeingWritten { get; set; }

    /// <summary>Whether nothing more is to be sent on the channel: another one takes its place, or it is lost.</summary>
    public bool IsLeft { get; set; }

    /// <summary>Whether something may be sent on the channel now.</summary>
    public bool IsOpen => !IsLeft && !isBlocked();

    /// <summary>Those that are not confirmed, in the order of sending, ended ones included.</summary>
    public IEnumerable<OutgoingMessage> All
    {
        get
        {
            foreach (var straggler in _stragglers.Values)
                yield return straggler;
            for (var number = _first; number < _next; number++)
            {
                if (_ring[PlaceOf(number)] is { } message)
                    yield return message;
            }
        }
    }

    /// <summary>Those that the broker has just answered about.</summary>
    public List<OutgoingMessage> Taken { get; } = [];

    public void Write() => write();

    /// <summary>The message gets the next number.</summary>
    public void Add(OutgoingMessage message)
    {
        if (_next - _first == (ulong)_ring.Length)
            MakeRoom();
        _ring[PlaceOf(_next++)] = message;
        Count++;
    }

    /// <summary>The message that was added last was not sent after all: the next one gets its number.</summary>
    public void RemoveLast()
    {
        _ring[PlaceOf(--_next)] = null;
        Count--;
    }

    /// <summary>Takes what the broker has answered about: a message, or all up to it. An answer may come twice.</summary>
    public void Take(ulong number, bool multiple)
    {
        if (number >= _next)
            return;
        TakeStragglers(number, multiple);
        for (var one = multiple ? _first : Math.Max(number, _first); one <= number; one++)
        {
            ref var place = ref _ring[PlaceOf(one)];
            if (place is not { } message)
                continue;
            Taken.Add(message);
            place = null;
            Count--;
        }

        SkipTaken();
    }

    private void TakeStragglers(ulong number, bool multiple)
    {
        while (_stragglers.Count > 0 && multiple && _stragglers.First() is var (first, _) && first <= number)
            TakeStraggler(first);
        TakeStraggler(number);
    }

    private void TakeStraggler(ulong number)
    {
        if (!_stragglers.Remove(number, out var message))
            return;
        Taken.Add(message);
        Count--;
    }

    private int PlaceOf(ulong number) => (int)(number & ((ulong)_ring.Length - 1));

    private void SkipTaken()
    {
        while (_first < _next && _ring[PlaceOf(_first)] is null)
            _first++;
    }

    // A few that the broker never confirms, such as those for a queue without a majority, must not make the ring grow with all
    // that follow.
    private void MakeRoom()
    {
        if (Count - _stragglers.Count > _ring.Length / 2)
        {
            Grow();
            return;
        }

        for (var end = _first + ((ulong)_ring.Length / 2); _first < end; _first++)
        {
            ref var place = ref _ring[PlaceOf(_first)];
            if (place is { } message)
                _stragglers.Add(_first, message);
            place = null;
        }

        SkipTaken();
    }

    private void Grow()
    {
        var smaller = _ring;
        _ring = new OutgoingMessage?[smaller.Length * 2];
        for (var number = _first; number < _next; number++)
            _ring[PlaceOf(number)] = smaller[number & ((ulong)smaller.Length - 1)];
    }
}
