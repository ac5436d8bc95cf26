namespace Pulse;

/// <summary>
/// What is still to be told to the broker of a channel's deliveries. The broker numbers them one by one (AMQP 0-9-1
/// reference, 1.8.3.9), so a ring holds the state of each, from the lowest that is unsettled: a byte for each delivery since,
/// however long that one takes.
/// </summary>
internal sealed class UnsettledTags
{
    private State[] _states = new State[32]; // A power of two; a tag's place is the remainder.
    private ulong _first = 1; // Before it everything is settled.
    private ulong _next = 1; // Behind the last one that was added.
    private ulong _firstDone = 1; // Before it nothing is done.

    private enum State : byte
    {
        Settled,

        /// <summary>It is not done.</summary>
        Open,

        /// <summary>It is done; the broker is not told yet.</summary>
        Done,
    }

    /// <summary>How many are unsettled for the broker.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them are done.</summary>
    public int DoneCount { get; private set; }

    /// <summary>The lowest tag that is unsettled; <see langword="null"/> when none is.</summary>
    public ulong? Lowest => Count == 0 ? null : _first;

    /// <summary>Whether a delivery is neither settled nor done.</summary>
    public bool IsOpen(ulong tag) => StateOf(tag) == State.Open;

    /// <summary>Adds a delivery, in order of arrival; those between were settled elsewhere.</summary>
    public void Add(ulong tag)
    {
        if (Count == 0)
            _first = _next = tag;
        while (tag - _first >= (ulong)_states.Length)
            Grow();
        for (; _next < tag; _next++)
            this[_next] = State.Settled;
        this[tag] = State.Open;
        _next++;
        Count++;
    }

    /// <summary>A delivery is done, and is to be acknowledged.</summary>
    public void SetDone(ulong tag)
    {
        if (!IsOpen(tag))
            return;
        this[tag] = State.Done;
        DoneCount++;
        _firstDone = Math.Min(_firstDone, tag);
    }

    /// <summary>The broker was told of a delivery; does nothing the second time.</summary>
    public void Remove(ulong tag)
    {
        Settle(tag);
        SkipSettled();
    }

    /// <summary>The broker was told of all deliveries up to this one.</summary>
    public void RemoveUpTo(ulong tag)
    {
        for (; _first <= tag; _first++)
            Settle(_first);
        SkipSettled();
    }

    /// <summary>
    /// The next acknowledgement to send, if there is one: of all deliveries up to a tag where those before it are done or
    /// settled, and of a single one where they are not.
    /// </summary>
    public (ulong Tag, bool Multiple)? NextAcknowledgement()
    {
        if (DoneCount == 0)
            return null;
        _firstDone = Math.Max(_firstDone, _first);
        if (this[_first] == State.Open)
        {
            while (this[_firstDone] != State.Done)
                _firstDone++;
            return (_firstDone, Multiple: false);
        }

        var (tag, last) = (_first, _first);
        for (; tag < _next && this[tag] != State.Open; tag++)
        {
            if (this[tag] == State.Done)
                last = tag;
        }

        return (last, Multiple: last > _first);
    }

    private State this[ulong tag]
    {
        get => _states[tag & ((ulong)_states.Length - 1)];
        set => _states[tag & ((ulong)_states.Length - 1)] = value;
    }

    private State StateOf(ulong tag) => tag >= _first && tag < _next ? this[tag] : State.Settled;

    private void Settle(ulong tag)
    {
        var state = StateOf(tag);
        if (state == State.Settled)
            return;
        if (state == State.Done)
            DoneCount--;
        this[tag] = State.Settled;
        Count--;
    }

    private void SkipSettled()
    {
        while (_first < _next && this[_first] == State.Settled)
            _first++;
    }

    private void Grow()
    {
        var larger = new State[_states.Length * 2];
        for (var tag = _first; tag < _next; tag++)
            larger[tag & ((ulong)larger.Length - 1)] = this[tag];
        _states = larger;
    }
}
