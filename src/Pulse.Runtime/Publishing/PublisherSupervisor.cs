using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>Keeps a channel to publish on open, on a connection of its own, while messages are published.</summary>
internal sealed class PublisherSupervisor(
    ConnectionSupervisor connections,
    Outbox outbox,
    ObservedState state,
    PulseOptions options,
    ILogger logger
) : Supervisor<PublisherChannel>(state, options.TimeProvider)
{
    // Another connection is open already, and what was sent on the old one can be sent again.
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(5);

    private readonly object _starting = new(); // Guards the first attempt.
    private Task? _first; // Under that lock; none after a failure.
    private bool _isStarted;
    private PublisherChannel? _latest;

    /// <summary>
    /// Opens the first channel, unless there is one, or it is being opened. Where that fails, everything that waits fails,
    /// and the next message tries again.
    /// </summary>
    public void EnsureStarted()
    {
        if (Volatile.Read(ref _isStarted))
            return;
        lock (_starting)
            _first ??= DetachedTask.Run(StartAsync);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        Stop();
        Task? first;
        lock (_starting)
            first = _first;
        await Quietly(first).ConfigureAwait(false);
        await Quietly(Completion).ConfigureAwait(false);
        if (Volatile.Read(ref _latest) is { } channel)
            await channel.DisposeAsync().ConfigureAwait(false);
    }

    protected override Task<PulseException?> EndOf(PublisherChannel open) => open.Ended;

    protected override async Task<PublisherChannel> OpenNextAsync()
    {
        var connection = await connections.NextAsync(Stopping).ConfigureAwait(false);
        return _latest = await PublisherChannel.OpenAsync(connection, outbox, Stopping).ConfigureAwait(false);
    }

    protected override async Task OnEndedAsync(PublisherChannel ended, PulseException? reason)
    {
        if (reason is null && ended.Connection.IsRetired)
            await ended
                .DrainAsync(options.DrainTimeout < LongestDrain ? options.DrainTimeout : LongestDrain, Stopping)
                .ConfigureAwait(false);
        else if (reason is not null && !ended.Connection.Ended.IsCompleted)
            logger.PublisherChannelLost(reason, ended.Connection.Endpoint.ToString());
        ended.DisposeAsync().AsTask().Forget();
    }

    protected override void OnStillLost(PulseException failure) => logger.PublisherChannelNotBackYet(failure);

    protected override void OnRestored(PublisherChannel open, TimeSpan outage) => open.Start();

    private async Task StartAsync()
    {
        try
        {
            var channel = await OpenFirstAsync().ConfigureAwait(false);
            _latest = channel;
            channel.Start();
            Supervise(channel);
            Volatile.Write(ref _isStarted, true);
        }
        catch (Exception failure) when (!Stopping.IsCancellationRequested)
        {
            // Together, so that what is added meanwhile either fails as well, or tries again.
            lock (_starting)
            {
                _first = null;
                outbox.FailAll(() => failure is PulseException known ? AmqpErrors.Copy(known) : failure);
            }
        }
    }

    private async Task<PublisherChannel> OpenFirstAsync()
    {
        while (true)
        {
            try
            {
                // Only the connection's own first attempt is the caller's to hear of; then it is restored, as for later channels.
                var connection = connections.HasConnected
                    ? await connections.NextAsync(Stopping).ConfigureAwait(false)
                    : await connections.GetAsync(Stopping).ConfigureAwait(false);
                return await PublisherChannel.OpenAsync(connection, outbox, Stopping).ConfigureAwait(false);
            }
            catch (ConnectionFailedException) when (connections.HasConnected)
            {
                // Lost meanwhile, or closed by ourselves because another one is open.
            }
        }
    }

    private static async Task Quietly(Task? task) =>
        await (task ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
