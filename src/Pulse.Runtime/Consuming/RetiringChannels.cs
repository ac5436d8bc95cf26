namespace Pulse;

/// <summary>
/// The channels that a queue has left, because their connection is retired. What they brought is handled on them: to give
/// it back would count as a delivery, and quorum queues limit those. Not thread-safe.
/// </summary>
internal sealed class RetiringChannels(QueueTopology topology, TimeSpan drainTimeout, CancellationToken closing)
{
    private readonly List<(ConsumerChannel Channel, Task Retirement)> _all = [];

    /// <summary>Leaves a channel: the broker sends nothing more to it.</summary>
    public async Task AddAsync(ConsumerChannel channel)
    {
        await channel.StopConsumingAsync().ConfigureAwait(false);
        // The next channel reads a stream from the first message that was not handled, so it brings these once more.
        if (channel.StreamOffset is not null)
            await channel.GiveBackAsync().ConfigureAwait(false);
        _all.RemoveAll(one => one.Retirement.IsCompleted);
        _all.Add((channel, RetireAsync(channel)));
    }

    /// <summary>No further message starts; what has not started is held, or given back if nobody will resume.</summary>
    public async Task PauseAsync(bool forGood)
    {
        foreach (var (channel, _) in _all)
            await (forGood ? channel.GiveBackAsync() : channel.PauseAsync()).ConfigureAwait(false);
    }

    /// <summary>Goes on with what is held.</summary>
    public void GoOn() => _all.ForEach(static one => one.Channel.GoOn());

    /// <summary>Completes when all are closed; never fails.</summary>
    public async Task WhenClosed() =>
        await Task.WhenAll(_all.Select(static one => one.Retirement))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RetireAsync(ConsumerChannel channel)
    {
        await channel.RetireAsync(drainTimeout, closing).ConfigureAwait(false);
        // Others may keep the connection up for a while.
        await topology.DeleteExclusiveAsync(channel.Connection, channel.QueueName).ConfigureAwait(false);
    }
}
