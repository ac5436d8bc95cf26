namespace Pulse;

/// <summary>
/// Settles the deliveries of one channel: the only place from which the broker is told what became of them. It knows
/// the order of their tags. Once the channel has ended it tells nothing: the broker has taken its messages back.
/// </summary>
/// <param name="channel">The channel.</param>
/// <param name="streamOffset">Where in a stream the channel begins; <see langword="null"/> for the broker's choice.</param>
internal sealed class Acknowledger(AmqpChannel channel, long? streamOffset = null)
{
    private readonly UnsettledTags _unsettled = new(); // Is also the lock.
    private readonly List<(Func<UnsettledTags, bool> Condition, TaskCompletionSource Reached)> _waiting = [];
    private ulong _last; // Under the lock.

    /// <summary>Whether the broker can still be told.</summary>
    public bool IsOpen => channel.IsOpen;

    /// <summary>How far the channel has come, if it consumes a stream.</summary>
    public StreamPosition Position { get; } = new(streamOffset);

    /// <summary>How many deliveries are not settled yet.</summary>
    public int Unsettled
    {
        get
        {
            lock (_unsettled)
                return _unsettled.Count;
        }
    }

    /// <summary>Expects a settlement for a delivery. To be called in order of arrival.</summary>
    public void Add(AmqpDelivery delivery)
    {
        lock (_unsettled)
        {
            _unsettled.Add(delivery.Tag);
            _last = delivery.Tag;
        }

        if (delivery.StreamOffset is { } offset)
            Position.Take(offset);
    }

    /// <summary>
    /// Tells the broker what became of a delivery. A stream answers a rejection by ending the connection (540), and takes
    /// an acknowledgement as room for another message only.
    /// </summary>
    public async ValueTask SettleAsync(AmqpDelivery delivery, Settlement settlement)
    {
        try
        {
            if (settlement == Settlement.Acknowledged || delivery.StreamOffset is not null)
                await channel.AckAsync(delivery.Tag).ConfigureAwait(false);
            else
                await channel.RejectAsync(delivery.Tag, settlement == Settlement.Requeued).ConfigureAwait(false);
        }
        finally
        {
            Remove(delivery);
        }
    }

    /// <summary>Whether a delivery is not settled yet.</summary>
    public bool Holds(AmqpDelivery delivery)
    {
        lock (_unsettled)
            return _unsettled.Contains(delivery.Tag);
    }

    /// <summary>Completes when no more deliveries than that are unsettled, or the channel has ended.</summary>
    public Task WhenAtMost(int count) => When(unsettled => unsettled.Count <= count);

    /// <summary>Completes when what has come up to now is settled, or the channel has ended.</summary>
    public Task WhenSettledSoFar()
    {
        ulong last;
        lock (_unsettled)
            last = _last;
        return When(unsettled => unsettled.Lowest is not { } lowest || lowest > last);
    }

    private Task When(Func<UnsettledTags, bool> condition)
    {
        lock (_unsettled)
        {
            if (condition(_unsettled))
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, reached));
            return Task.WhenAny(reached.Task, channel.Ended);
        }
    }

    private void Remove(AmqpDelivery delivery)
    {
        if (delivery.StreamOffset is { } offset)
            Position.Handled(offset);
        lock (_unsettled)
        {
            _unsettled.Remove(delivery.Tag);
            if (_waiting.Count > 0)
                SetReached_NeedsLock();
        }
    }

    private void SetReached_NeedsLock() =>
        _waiting.RemoveAll(waiting =>
        {
            var isReached = waiting.Condition(_unsettled);
            if (isReached)
                waiting.Reached.SetResult();
            return isReached;
        });
}
