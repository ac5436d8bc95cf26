using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// The channels that a queue has left, because their connection is retired. What they brought is handled on them: to give
/// it back would count as a delivery, and quorum queues limit those. Thread-safe.
/// </summary>
internal sealed class RetiringChannels(
    QueueTopology topology,
    TimeSpan drainTimeout,
    ILogger logger,
    CancellationToken closing
)
{
    private readonly List<(ConsumerChannel Channel, Task Retirement)> _all = []; // Is also the lock.
    private readonly TaskCompletionSource<PulseException?> _failed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <inheritdoc cref="Consumer.Failed"/>
    public Task<PulseException?> Failed => _failed.Task;

    /// <inheritdoc cref="ConsumerChannel.Unsettled"/>
    public int Unsettled => Channels.Sum(static one => one.Unsettled);

    private ConsumerChannel[] Channels
    {
        get
        {
            lock (_all)
                return [.. _all.Where(static one => !one.Retirement.IsCompleted).Select(static one => one.Channel)];
        }
    }

    /// <summary>Leaves a channel: the broker sends nothing more to it.</summary>
    public async Task AddAsync(ConsumerChannel channel)
    {
        await channel.StopConsumingAsync().ConfigureAwait(false);
        // The next channel reads a stream from the first message that was not handled, so it brings these once more.
        if (channel.StreamOffset is not null)
            await channel.GiveBackAsync().ConfigureAwait(false);
        var retirement = RetireAsync(channel);
        lock (_all)
        {
            _all.RemoveAll(static one => one.Retirement.IsCompleted);
            _all.Add((channel, retirement));
        }
    }

    /// <summary>No further message starts; what has not started is held.</summary>
    public Task PauseAsync() => Task.WhenAll(Channels.Select(static one => one.PauseAsync()));

    /// <summary>No further message starts; what has not started goes back to the queue.</summary>
    public Task GiveBackAsync() => Task.WhenAll(Channels.Select(static one => one.GiveBackAsync()));

    /// <summary>Goes on with what is held.</summary>
    public void GoOn() => Array.ForEach(Channels, static one => one.GoOn());

    /// <inheritdoc cref="ConsumerChannel.WhenAllSettled"/>
    public Task WhenAllSettled() => Task.WhenAll(Channels.Select(static one => one.WhenAllSettled()));

    /// <summary>Completes when all are closed; never fails.</summary>
    public Task WhenClosed()
    {
        lock (_all)
            return Task.WhenAll(_all.Select(static one => one.Retirement));
    }

    private async Task RetireAsync(ConsumerChannel channel)
    {
        try
        {
            if (await channel.RetireAsync(drainTimeout, closing).ConfigureAwait(false) is { } reason)
                logger.RetiringChannelLost(reason, channel.QueueName);
        }
        catch (Exception exception)
        {
            if (exception is not OperationCanceledException)
                _failed.TrySetException(exception);
        }

        // Others may keep the connection up for a while.
        await topology.DeleteExclusiveAsync(channel.Connection, channel.QueueName).ConfigureAwait(false);
    }
}
