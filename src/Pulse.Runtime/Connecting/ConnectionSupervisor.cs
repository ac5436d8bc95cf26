using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Sees to it that there is a connection: opens one on first use, a fresh one whenever it is lost, for as long as it
/// takes, and where asked for a fresh one from time to time.
/// </summary>
internal sealed class ConnectionSupervisor(
    PulseEndpoint endpoint,
    PulseOptions options,
    ObservedState state,
    ILogger logger,
    Action<BrokerConnection, PulseException> onLost,
    Action<BrokerConnection> onBlocked,
    Func<BrokerConnection, Task> moveAway
) : IAsyncDisposable
{
    private readonly object _sync = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Backoff _backoff = new(options.TimeProvider);
    private Task<BrokerConnection>? _connecting;
    private BrokerConnection? _current;
    private Task? _recycling;

    /// <summary>
    /// The connection, for somebody who waits: while it is being brought back, no longer than
    /// <see cref="PulseOptions.ConnectTimeout"/>.
    /// </summary>
    /// <exception cref="PulseException">There is no connection to be had.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task<BrokerConnection> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connecting = Connecting(); // First: this may be who finds the connection lost.
            // The first attempt ends by itself, and knows best why.
            var timeout = state.Current == PulseState.Reconnecting ? options.ConnectTimeout : Timeout.InfiniteTimeSpan;
            return await WaitAsync(connecting, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException timeout)
        {
            throw state.Reason is { } reason
                ? BrokerErrors.Again(reason)
                : BrokerErrors.Connecting(timeout, endpoint, certificateRefusal: null, options.ConnectTimeout);
        }
        catch (PulseException failure)
        {
            throw BrokerErrors.Again(failure);
        }
    }

    /// <summary>The connection, for a supervised queue: waits for as long as it takes.</summary>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public Task<BrokerConnection> NextAsync(CancellationToken cancellationToken) =>
        WaitAsync(Connecting(), Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>From now on nothing connects any more.</summary>
    public void Stop()
    {
        lock (_sync)
            _ending.CancelAsync().Forget();
    }

    /// <summary>Closes the connection, if there is one; in bounded time, without errors.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        Task connecting = _connecting ?? Task.CompletedTask;
        await connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_current is { } connection)
            await connection.CloseAsync().ConfigureAwait(false);
        if (_recycling is { } recycling)
            await recycling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<BrokerConnection> WaitAsync(
        Task<BrokerConnection> connecting,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await connecting.WaitAsync(timeout, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(PulseConnection));
        }
    }

    private Task<BrokerConnection> Connecting()
    {
        BrokerConnection lost;
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_ending.IsCancellationRequested, typeof(PulseConnection));
            if (_connecting is null or { IsFaulted: true })
                return _connecting = DetachedTask.Run(ConnectAsync);
            if (_connecting is not { IsCompletedSuccessfully: true, Result: { IsOpen: false } closed })
                return _connecting;
            lost = closed;
        }

        // Lost, and nobody has heard of it yet.
        if (lost.LossReason is { } reason)
            Replace(lost, reason);
        return _connecting;
    }

    private async Task<BrokerConnection> ConnectAsync()
    {
        try
        {
            return await OpenAsync().ConfigureAwait(false);
        }
        catch (PulseException failure)
        {
            state.Become(PulseState.Connecting, failure);
            throw;
        }
    }

    private void Replace(BrokerConnection lost, PulseException reason)
    {
        lock (_sync)
        {
            if (_current != lost || _ending.IsCancellationRequested)
                return;
            _current = null;
            state.Become(PulseState.Reconnecting, reason);
            _connecting = DetachedTask.Run(ReconnectAsync);
        }

        onLost(lost, reason);
        logger.ConnectionLost(reason, endpoint.ToString());
        lost.CloseAsync().Forget();
    }

    private async Task<BrokerConnection> ReconnectAsync()
    {
        _backoff.Lost();
        string? lastFailure = null;
        while (true)
        {
            try
            {
                await _backoff.WaitAsync(_ending.Token).ConfigureAwait(false);
                return await OpenAsync().ConfigureAwait(false);
            }
            catch (PulseException failure)
            {
                state.Become(PulseState.Reconnecting, failure);
                // Every attempt that fails for the same reason would be a line each second.
                if (failure.Message != lastFailure)
                    logger.NotReconnectedYet(failure, endpoint.ToString());
                lastFailure = failure.Message;
            }
        }
    }

    private async Task<BrokerConnection> OpenAsync()
    {
        var connection = await BrokerConnection.OpenAsync(endpoint, options, _ending.Token).ConfigureAwait(false);
        lock (_sync)
            Adopt(connection);
        logger.Connected(endpoint.ToString());
        return connection;
    }

    private void Adopt(BrokerConnection connection)
    {
        _current = connection;
        _backoff.Back();
        state.Become(PulseState.Connected);
        connection.Watch(reason => Replace(connection, reason), () => OnBlocked(connection));
        if (options.RecycleInterval is { } interval)
            _recycling ??= DetachedTask.Run(() => RecycleAsync(interval));
    }

    private void OnBlocked(BrokerConnection connection)
    {
        lock (_sync)
        {
            if (_current == connection)
                state.BecomeBlocked(() => connection.BlockedReason);
        }

        if (connection.BlockedReason is { } reason)
            logger.Blocked(reason, endpoint.ToString());
        else
            logger.Unblocked(endpoint.ToString());
        onBlocked(connection);
    }

    private async Task RecycleAsync(TimeSpan interval)
    {
        while (true)
        {
            await Task.Delay(interval, options.TimeProvider, _ending.Token).ConfigureAwait(false);
            if (_current is not { } old)
                continue;
            try
            {
                // The old connection is left once the new one is there: what fails on the way costs nothing.
                var fresh = await BrokerConnection.OpenAsync(endpoint, options, _ending.Token).ConfigureAwait(false);
                var isAdopted = TryAdopt(fresh, old);
                if (isAdopted)
                {
                    logger.Connected(endpoint.ToString());
                    await moveAway(old).ConfigureAwait(false);
                }

                await (isAdopted ? old : fresh).CloseAsync().ConfigureAwait(false);
            }
            catch (PulseException failure)
            {
                logger.NotRecycled(failure, endpoint.ToString());
            }
        }
    }

    private bool TryAdopt(BrokerConnection fresh, BrokerConnection old)
    {
        lock (_sync)
        {
            if (_current != old || _ending.IsCancellationRequested)
                return false;
            old.Leave();
            _connecting = Task.FromResult(fresh);
            Adopt(fresh);
            return true;
        }
    }
}
