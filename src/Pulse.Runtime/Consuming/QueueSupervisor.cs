using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Sees to it that a queue is consumed: whenever its session is lost, another one takes its place, for as long as that
/// takes.
/// </summary>
internal sealed class QueueSupervisor(
    PulseConnection connection,
    QueueSettings settings,
    HandlerTurn handlers,
    ObservedState state,
    Action<MissedMessages, TimeSpan> onReconnected,
    Action<Exception> onFailed
) : IAsyncDisposable
{
    private readonly PulseOptions _options = connection.Options;
    private readonly ILogger _logger = connection.Logger;
    private readonly CancellationTokenSource _leaving = new();
    private readonly CancellationTokenSource _ending = new();

    // Held while the session changes, or consuming on it; never while a handler is waited for, since that may be the
    // one who asks.
    private readonly SemaphoreSlim _switching = new(1, 1);

    private readonly QueueTopology _topology = new(settings, connection.Logger);
    private QueueSession? _session; // None while there is none to consume on.
    private QueueSession? _latest;
    private bool _isPaused;
    private Task _supervision = Task.CompletedTask;
    private Task _retiring = Task.CompletedTask;

    /// <summary>The queue's full name; an anonymous one has another one on every connection.</summary>
    public string QueueName => _topology.QueueName;

    /// <exception cref="PulseException">Consuming cannot start.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _leaving.Token);
        while (true)
        {
            var broker = await connection.ConnectAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var session = await OpenAsync(broker, either.Token).ConfigureAwait(false);
                await AdoptAsync(session, either.Token).ConfigureAwait(false);
                _supervision = DetachedTask.Run(() => SuperviseAsync(session));
                return;
            }
            catch (ConnectionFailedException) when (broker.IsLeft)
            {
                // Closed by ourselves: there is a fresh one.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Nobody but the connection can have us leave before there is a queue to show.
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
            if (_session is { } session)
                await session.StopConsumingAsync().ConfigureAwait(false);
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Consumes again; where that fails now, as soon as it can be done.</summary>
    /// <exception cref="ObjectDisposedException">The queue is being left.</exception>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await _switching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_leaving.IsCancellationRequested, typeof(PulseQueue));
            if (!_isPaused)
                return;
            _isPaused = false;
            if (_session is { } session)
                await ConsumeAsync(session).ConfigureAwait(false);
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>
    /// Has the queue leave a connection that is to be replaced; ends when what came by it is done with, and its channel
    /// is closed.
    /// </summary>
    public async Task MoveAwayAsync(BrokerConnection old)
    {
        if (Volatile.Read(ref _session) is not { } session || session.Connection != old)
            return;
        session.End(reason: null);
        await session.Gone.ConfigureAwait(false);
    }

    /// <summary>Takes note that a connection is lost.</summary>
    public void OnLost(BrokerConnection broker, PulseException reason)
    {
        if (Volatile.Read(ref _session) is { } session && session.Connection == broker)
            session.End(reason);
    }

    /// <summary>Takes note that a connection is blocked, or no longer is.</summary>
    public void OnBlocked(BrokerConnection broker)
    {
        if (Volatile.Read(ref _session)?.Connection == broker)
            state.BecomeBlocked(() => broker.BlockedReason);
    }

    /// <summary>Stops consuming for good: nothing starts any more, and nothing is brought back.</summary>
    public async Task LeaveAsync()
    {
        _leaving.CancelAsync().Forget();
        await PauseAsync().ConfigureAwait(false);
    }

    /// <summary>After <see cref="LeaveAsync"/>: closes the channel, and drops an anonymous queue.</summary>
    public async ValueTask DisposeAsync()
    {
        _ending.CancelAsync().Forget();
        await _supervision.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _retiring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_latest is { } session)
            await session.AbandonAsync().ConfigureAwait(false);
        await _topology.DropAsync().ConfigureAwait(false);
    }

    private async Task SuperviseAsync(QueueSession session)
    {
        try
        {
            var backoff = new Backoff(_options.TimeProvider);
            while (true)
            {
                backoff.Back();
                var reason = await session.Ended.WaitAsync(_leaving.Token).ConfigureAwait(false);
                backoff.Lost();
                var lostAt = _options.TimeProvider.GetTimestamp();
                await LetGoAsync(session, reason).ConfigureAwait(false);
                (session, var wasGone) = await ReplaceAsync(session, isPlanned: reason is null, backoff)
                    .ConfigureAwait(false);

                var missed = WhatWasMissed(wasGone);
                var outage = _options.TimeProvider.GetElapsedTime(lostAt);
                _logger.QueueBack(session.QueueName, outage, missed);
                onReconnected(missed, outage);
            }
        }
        catch (Exception exception) when (!_leaving.IsCancellationRequested)
        {
            onFailed(exception); // A mistake of ours; at least it is not silent.
        }
    }

    private async Task LetGoAsync(QueueSession session, PulseException? reason)
    {
        state.Become(PulseState.Reconnecting, reason);
        await _switching.WaitAsync(_leaving.Token).ConfigureAwait(false);
        try
        {
            _session = null;
            if (reason is null)
            {
                await session.StopConsumingAsync().ConfigureAwait(false);
                _retiring = Task.WhenAll(_retiring, RetireAsync(session));
                return;
            }

            _logger.QueueLost(reason, session.QueueName);
            _ = session.AbandonAsync().AsTask();
        }
        finally
        {
            _switching.Release();
        }
    }

    private async Task RetireAsync(QueueSession session)
    {
        await session.RetireAsync(_options.DrainTimeout, _ending.Token).ConfigureAwait(false);
        // Others may keep the connection up for a while.
        if (settings.Declaration.Exclusive)
            await session.Connection.DropQueueAsync(session.QueueName).ConfigureAwait(false);
    }

    // Says also whether the queue was gone meanwhile: once is enough, since an attempt that creates it may fail later,
    // and others who consume it create it as well.
    private async Task<(QueueSession Session, bool WasGone)> ReplaceAsync(
        QueueSession old,
        bool isPlanned,
        Backoff backoff
    )
    {
        var wasGone = old.IsCancelled;
        string? lastFailure = null;
        var isFirst = true;
        while (true)
        {
            if (!(isPlanned && isFirst))
                await backoff.WaitAsync(_leaving.Token).ConfigureAwait(false);
            isFirst = false;
            try
            {
                var broker = await connection.NextConnectionAsync(_leaving.Token).ConfigureAwait(false);
                wasGone |= await _topology.IsGoneAsync(broker, _leaving.Token).ConfigureAwait(false);
                var session = await OpenAsync(broker, _leaving.Token).ConfigureAwait(false);
                await AdoptAsync(session, _leaving.Token).ConfigureAwait(false);
                return (session, wasGone);
            }
            catch (ObjectDisposedException) when (!_leaving.IsCancellationRequested)
            {
                // The connection is disposed, and is about to have us leave.
                await Task.Delay(Timeout.Infinite, _leaving.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_leaving.IsCancellationRequested)
            {
                var failure =
                    exception as PulseException
                    ?? new PulseException($"'{QueueName}' cannot be taken up again: {exception.Message}", exception);
                state.Become(PulseState.Reconnecting, failure);
                // Every attempt that fails for the same reason would be a line each second.
                if (failure.Message != lastFailure)
                    _logger.QueueNotBackYet(failure, QueueName);
                lastFailure = failure.Message;
            }
        }
    }

    private Task<QueueSession> OpenAsync(BrokerConnection broker, CancellationToken cancellationToken) =>
        QueueSession.OpenAsync(broker, _topology, settings.Prefetch, handlers, onFailed, cancellationToken);

    private async Task AdoptAsync(QueueSession session, CancellationToken cancellationToken)
    {
        try
        {
            await _switching.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!_isPaused)
                    await session.ConsumeAsync(cancellationToken).ConfigureAwait(false);
                _session = _latest = session;
                state.Become(PulseState.Connected);
                state.BecomeBlocked(() => session.Connection.BlockedReason);
                // Too late to have been told with the others.
                if (session.Connection.LossReason is { } reason)
                    session.End(reason);
                else if (session.Connection.IsLeft)
                    session.End(reason: null);
            }
            finally
            {
                _switching.Release();
            }
        }
        catch
        {
            await session.AbandonAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task ConsumeAsync(QueueSession session)
    {
        try
        {
            await session.ConsumeAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (PulseException failure)
        {
            session.End(failure);
        }
    }

    private MissedMessages WhatWasMissed(bool wasGone) =>
        (wasGone, settings.Declaration.Exclusive) switch
        {
            (false, _) => MissedMessages.None,
            (true, true) => MissedMessages.AnonymousQueue,
            (true, false) => MissedMessages.QueueCreatedAnew,
        };
}
