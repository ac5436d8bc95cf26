namespace Pulse;

/// <summary>
/// Settles the deliveries of one channel: the only place from which the broker is told what became of them. It knows
/// the order of their tags. Once the channel has ended it tells nothing: the broker has taken its messages back.
/// </summary>
internal sealed class Acknowledger(AmqpChannel channel)
{
    private readonly UnsettledTags _unsettled = new(); // Is also the lock.
    private TaskCompletionSource? _allSettled; // Made by who waits.

    /// <summary>Whether the broker can still be told.</summary>
    public bool IsOpen => channel.IsOpen;

    /// <summary>Expects a settlement for a delivery. To be called in order of arrival.</summary>
    public void Add(AmqpDelivery delivery)
    {
        lock (_unsettled)
            _unsettled.Add(delivery.Tag);
    }

    /// <summary>Tells the broker what became of a delivery.</summary>
    public async ValueTask SettleAsync(AmqpDelivery delivery, Settlement settlement)
    {
        try
        {
            if (settlement == Settlement.Acknowledged)
                await channel.AckAsync(delivery.Tag).ConfigureAwait(false);
            else
                await channel.RejectAsync(delivery.Tag, settlement == Settlement.Requeued).ConfigureAwait(false);
        }
        finally
        {
            Remove(delivery);
        }
    }

    /// <summary>Completes when every delivery is settled, or the channel has ended.</summary>
    public Task WhenAllSettled()
    {
        lock (_unsettled)
        {
            if (_unsettled.IsEmpty)
                return Task.CompletedTask;
            _allSettled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return Task.WhenAny(_allSettled.Task, channel.Ended);
        }
    }

    private void Remove(AmqpDelivery delivery)
    {
        TaskCompletionSource? allSettled = null;
        lock (_unsettled)
        {
            _unsettled.Remove(delivery.Tag);
            if (_unsettled.IsEmpty)
                (allSettled, _allSettled) = (_allSettled, null);
        }

        allSettled?.SetResult();
    }
}
