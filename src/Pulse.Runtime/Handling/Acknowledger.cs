namespace Pulse;

/// <summary>
/// Settles the deliveries of one channel: the only place from which the broker is told what became of them. It knows
/// the order of their tags. Acknowledgements of handlers that have returned are gathered: one frame tells of many, and never
/// of a delivery that is not done. Once the channel has ended it tells nothing: the broker has taken its messages back.
/// </summary>
internal sealed class Acknowledger : IDisposable
{
    // How long a delivery that is done waits for others at most.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    // Where the prefetch sets no limit.
    private const int MostGathered = 128;

    private readonly AmqpChannel _channel;
    private readonly Func<bool> _isAnyHeld;
    private readonly int _enough;
    private readonly ITimer _timer;
    private readonly UnsettledTags _unsettled = new(); // Is also the lock.
    private readonly SemaphoreSlim _sending = new(1, 1); // One frame after the other: tags grow.
    private readonly List<(Func<UnsettledTags, bool> Condition, TaskCompletionSource Reached)> _waiting = [];
    private ulong _last; // Under the lock, as is what follows.
    private bool _isTimed;

    /// <param name="channel">The channel.</param>
    /// <param name="prefetch">How many deliveries may be unsettled; 0 means no limit.</param>
    /// <param name="isAnyHeld">Whether a delivery has arrived that is not added yet.</param>
    /// <param name="streamOffset">Where in a stream the channel begins; <see langword="null"/> for the broker's choice.</param>
    public Acknowledger(AmqpChannel channel, ushort prefetch, Func<bool> isAnyHeld, long? streamOffset = null)
    {
        _channel = channel;
        _isAnyHeld = isAnyHeld;
        _enough = prefetch == 0 ? MostGathered : prefetch / 2;
        Position = new StreamPosition(streamOffset);
        _timer = channel.Connection.TimeProvider.CreateTimer(
            static self => ((Acknowledger)self!).OnPatienceEnded(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Whether the broker can still be told.</summary>
    public bool IsOpen => _channel.IsOpen;

    /// <summary>How far the channel has come, if it consumes a stream.</summary>
    public StreamPosition Position { get; }

    /// <summary>How many deliveries are not settled yet.</summary>
    public int Unsettled
    {
        get
        {
            lock (_unsettled)
                return _unsettled.Count;
        }
    }

    /// <summary>Expects a settlement for a delivery that is handled. To be called in order of arrival.</summary>
    public void Add(AmqpDelivery delivery)
    {
        AddUntaken(delivery);
        if (delivery.StreamOffset is { } offset)
            Position.Take(offset);
    }

    /// <summary>Expects a settlement for a delivery that is given back. To be called in order of arrival.</summary>
    public void AddUntaken(AmqpDelivery delivery)
    {
        lock (_unsettled)
        {
            _unsettled.Add(delivery.Tag);
            _last = delivery.Tag;
        }
    }

    /// <summary>
    /// Tells the broker at once what became of a delivery. A stream answers a rejection by ending the connection (540), and
    /// takes an acknowledgement as room for another message only.
    /// </summary>
    public async ValueTask SettleAsync(AmqpDelivery delivery, Settlement settlement)
    {
        try
        {
            if (settlement == Settlement.Acknowledged || delivery.StreamOffset is not null)
                await _channel.AckAsync(delivery.Tag, multiple: false).ConfigureAwait(false);
            else
                await _channel.RejectAsync(delivery.Tag, settlement == Settlement.Requeued).ConfigureAwait(false);
        }
        finally
        {
            Move(delivery, settlement);
            lock (_unsettled)
            {
                _unsettled.Remove(delivery.Tag);
                SetReached_NeedsLock();
            }
        }
    }

    /// <summary>
    /// Acknowledges a delivery soon: together with others when half of the prefetch is done, at once when no other has
    /// arrived, and within 20 ms in any case.
    /// </summary>
    public ValueTask AcknowledgeSoonAsync(AmqpDelivery delivery)
    {
        Move(delivery, Settlement.Acknowledged);
        lock (_unsettled)
            _unsettled.SetDone(delivery.Tag);
        // With nothing held, the next message waits for this one at the broker, or there is none.
        if (_unsettled.DoneCount >= _enough || !_isAnyHeld())
            return FlushAsync();
        StartTimer();
        return ValueTask.CompletedTask;
    }

    /// <summary>Acknowledges all that is done.</summary>
    public async ValueTask FlushAsync()
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            while (Next() is var (tag, multiple))
            {
                await _channel.AckAsync(tag, multiple).ConfigureAwait(false);
                lock (_unsettled)
                {
                    if (multiple)
                        _unsettled.RemoveUpTo(tag);
                    else
                        _unsettled.Remove(tag);
                    SetReached_NeedsLock();
                }
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Whether a delivery is neither settled nor done.</summary>
    public bool Holds(AmqpDelivery delivery)
    {
        lock (_unsettled)
            return _unsettled.IsOpen(delivery.Tag);
    }

    /// <summary>Completes when no more deliveries than that are unsettled, or the channel has ended.</summary>
    public Task WhenAtMost(int count) => When(unsettled => unsettled.Count <= count);

    /// <summary>Completes when a delivery is settled, or the channel has ended.</summary>
    public Task WhenSettled(AmqpDelivery delivery) => When(unsettled => !unsettled.IsOpen(delivery.Tag));

    /// <summary>Completes when what has come up to now is settled, or the channel has ended.</summary>
    public Task WhenSettledSoFar()
    {
        ulong last;
        lock (_unsettled)
            last = _last;
        return When(unsettled => unsettled.Lowest is not { } lowest || lowest > last);
    }

    public void Dispose() => _timer.Dispose();

    private void StartTimer()
    {
        lock (_unsettled)
        {
            if (_isTimed)
                return;
            _isTimed = true;
        }

        _timer.Change(Patience, Timeout.InfiniteTimeSpan);
    }

    private (ulong Tag, bool Multiple)? Next()
    {
        lock (_unsettled)
            return _unsettled.NextAcknowledgement();
    }

    private void OnPatienceEnded()
    {
        lock (_unsettled)
            _isTimed = false;
        FlushAsync().AsTask().Forget();
    }

    private Task When(Func<UnsettledTags, bool> condition)
    {
        lock (_unsettled)
        {
            if (condition(_unsettled))
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, reached));
            return Task.WhenAny(reached.Task, _channel.Ended);
        }
    }

    private void Move(AmqpDelivery delivery, Settlement settlement)
    {
        if (delivery.StreamOffset is not { } offset)
            return;
        if (settlement == Settlement.Requeued)
            Position.GiveBack(offset);
        else
            Position.Handled(offset);
    }

    private void SetReached_NeedsLock()
    {
        if (_waiting.Count == 0)
            return;
        _waiting.RemoveAll(waiting =>
        {
            var isReached = waiting.Condition(_unsettled);
            if (isReached)
                waiting.Reached.SetResult();
            return isReached;
        });
    }
}
