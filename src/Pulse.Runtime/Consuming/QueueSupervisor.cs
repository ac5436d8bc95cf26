using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Keeps one queue consumed: whenever its channel is lost, or its connection retired, another channel takes its place.
/// </summary>
internal sealed class QueueSupervisor(
    ConnectionSupervisor connections,
    QueueOptions options,
    MessageHandling handling,
    ObservedState state,
    PulseOptions connectionOptions,
    ILogger logger
) : Supervisor<ConsumerChannel>(state, connectionOptions.TimeProvider)
{
    private readonly QueueTopology _topology = new(options, new QueueAdoption(logger));
    private readonly CancellationTokenSource _closing = new();

    // Held while the channel changes, or consuming on it; never while a handler is waited for, since that may be the
    // one who asks. The three fields that follow change under it.
    private readonly SemaphoreSlim _switching = new(1, 1);
    private ConsumerChannel? _channel; // None while there is none to consume on.
    private ConsumerChannel? _latest;
    private bool _isPaused;

    // The recovery loop's own.
    private Task _retiring = Task.CompletedTask;
    private bool _wasGone;

    /// <summary>Raised when the queue is consumed again after it was lost or has moved.</summary>
    public event Action<MissedMessages, TimeSpan>? Reconnected;

    /// <inheritdoc cref="QueueTopology.QueueName"/>
    public string QueueName => _topology.QueueName;

    /// <exception cref="PulseException">Consuming cannot start.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopping);
        while (true)
        {
            var connection = await connections.GetAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                Supervise(await OpenAsync(connection, either.Token).ConfigureAwait(false));
                OnBlockedChanged(connection);
                return;
            }
            catch (ConnectionFailedException) when (connection.IsRetired)
            {
                // Closed by ourselves: another one is open.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Only the connection can close us before there is a queue to show.
                throw new ObjectDisposedException(nameof(PulseConnection));
            }
        }
    }

    /// <summary>Stops consuming until <see cref="ResumeAsync"/>, on whatever connection.</summary>
    public async Task PauseAsync()
    {
        await _switching.WaitAsync().ConfigureAwait(false);
        try
        {
            _isPaused = true;
            if (_channel is { } channel)
                await channel.PauseAsync().ConfigureAwait(false);
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Consumes again; where that fails now, as soon as it can be done.</summary>
    /// <exception cref="ObjectDisposedException">The queue is being closed.</exception>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await _switching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(Stopping.IsCancellationRequested, typeof(PulseQueue));
            if (!_isPaused)
                return;
            _isPaused = false;
            if (_channel is { } channel)
                await channel.ResumeAsync().ConfigureAwait(false);
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Removes a binding of the queue.</summary>
    /// <exception cref="PulseException">The broker refuses, or cannot be reached.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task UnbindAsync(string exchange, string routingKey, CancellationToken cancellationToken)
    {
        var connection = await connections.GetAsync(cancellationToken).ConfigureAwait(false);
        await _topology.UnbindAsync(connection, exchange, routingKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the queue at the broker.</summary>
    /// <exception cref="PulseException">The broker refuses, or cannot be reached.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var connection = await connections.GetAsync(cancellationToken).ConfigureAwait(false);
        await _topology.DeleteAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Pauses for good; nothing is restored any more.</summary>
    public Task StopAsync()
    {
        Stop();
        return PauseAsync();
    }

    /// <summary>After <see cref="StopAsync"/>: closes the channel, and deletes an anonymous queue.</summary>
    public override async ValueTask DisposeAsync()
    {
        _closing.CancelAsync().Forget();
        // First: the recovery loop may wait for an answer on it.
        await CloseLatestAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _retiring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseLatestAsync().ConfigureAwait(false);
        await _topology.DeleteExclusiveAsync().ConfigureAwait(false);
    }

    protected override Task<PulseException?> EndOf(ConsumerChannel open) => open.Ended;

    protected override async Task OnEndedAsync(ConsumerChannel ended, PulseException? reason)
    {
        // Once is enough: an attempt that creates the queue may fail later, and others who consume it create it as well.
        _wasGone = ended.IsCancelled;
        await _switching.WaitAsync(Stopping).ConfigureAwait(false);
        try
        {
            _channel = null;
            ended.Connection.BlockedChanged -= OnBlockedChanged;
            if (reason is null)
            {
                await ended.PauseAsync().ConfigureAwait(false);
                _retiring = Task.WhenAll(_retiring, RetireAsync(ended));
                return;
            }

            logger.QueueLost(reason, ended.QueueName);
            ended.Discard();
        }
        finally
        {
            _switching.Release();
        }
    }

    protected override async Task<ConsumerChannel> OpenNextAsync()
    {
        try
        {
            var connection = await connections.NextAsync(Stopping).ConfigureAwait(false);
            _wasGone |= await _topology.IsGoneAsync(connection, Stopping).ConfigureAwait(false);
            return await OpenAsync(connection, Stopping).ConfigureAwait(false);
        }
        catch (ObjectDisposedException) when (!Stopping.IsCancellationRequested)
        {
            // The connection is disposed, and is about to close us.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider, Stopping).ConfigureAwait(false);
            throw;
        }
    }

    protected override void OnStillLost(PulseException failure) => logger.QueueNotBackYet(failure, QueueName);

    protected override void OnRestored(ConsumerChannel open, TimeSpan outage)
    {
        OnBlockedChanged(open.Connection);
        var missed = (_wasGone, IsNamed: options.Name is not null) switch
        {
            (false, _) => MissedMessages.None,
            (true, false) => MissedMessages.AnonymousQueue,
            (true, true) => MissedMessages.QueueCreatedAnew,
        };
        logger.QueueBack(open.QueueName, outage, missed);
        Reconnected?.Invoke(missed, outage);
    }

    private async Task<ConsumerChannel> OpenAsync(AmqpConnection connection, CancellationToken cancellationToken)
    {
        var channel = await ConsumerChannel
            .OpenAsync(connection, _topology, options.Prefetch, handling, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            await ConsumeAsync(channel, cancellationToken).ConfigureAwait(false);
            return channel;
        }
        catch
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ConsumeAsync(ConsumerChannel channel, CancellationToken cancellationToken)
    {
        await _switching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_isPaused)
                await channel.ConsumeAsync(cancellationToken).ConfigureAwait(false);
            _channel = _latest = channel;
            channel.Connection.BlockedChanged += OnBlockedChanged;
        }
        finally
        {
            _switching.Release();
        }
    }

    private void OnBlockedChanged(AmqpConnection connection)
    {
        if (Current is { } channel && channel.Connection == connection)
            SetBlocked(channel, () => connection.BlockedReason);
    }

    private async Task CloseLatestAsync()
    {
        if (Volatile.Read(ref _latest) is not { } channel)
            return;
        channel.Connection.BlockedChanged -= OnBlockedChanged;
        await channel.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RetireAsync(ConsumerChannel channel)
    {
        await channel.RetireAsync(connectionOptions.DrainTimeout, _closing.Token).ConfigureAwait(false);
        // Others may keep the connection up for a while.
        await _topology.DeleteExclusiveAsync(channel.Connection, channel.QueueName).ConfigureAwait(false);
    }
}
