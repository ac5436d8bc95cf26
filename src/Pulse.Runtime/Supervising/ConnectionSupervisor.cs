using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Keeps one connection open: connects on first use, reconnects after a loss, and replaces the connection at
/// <see cref="PulseOptions.RecycleInterval"/>.
/// </summary>
internal sealed class ConnectionSupervisor(
    AmqpEndpoint endpoint,
    PulseOptions options,
    ObservedState state,
    ILogger logger
) : Supervisor<AmqpConnection>(state, options.TimeProvider)
{
    private readonly CancellationTokenSource _closing = new();
    private readonly object _starting = new(); // Guards the first attempt.
    private readonly List<Task> _retiring = []; // Recycling's own, until it has ended.
    private AmqpHost _host = endpoint.Host; // The one to begin with.
    private Task<AmqpConnection>? _first;
    private Task? _recycling;

    /// <summary>
    /// The connection, for somebody who waits: while it is being restored, for at most
    /// <see cref="PulseOptions.ConnectTimeout"/>.
    /// </summary>
    /// <exception cref="PulseException">The connection cannot be opened.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task<AmqpConnection> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException timeout)
        {
            throw State.Reason is { } reason
                ? AmqpErrors.Copy(reason)
                : AmqpErrors.Connecting(timeout, endpoint, certificateRefusal: null, options.ConnectTimeout);
        }
        catch (PulseException failure)
        {
            throw AmqpErrors.Copy(failure);
        }
    }

    /// <summary>The connection, for a supervised queue: waits until there is one.</summary>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public Task<AmqpConnection> NextAsync(CancellationToken cancellationToken) =>
        GetAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Whether there has been a connection: from then on it is restored whenever it is lost.</summary>
    public bool HasConnected
    {
        get
        {
            lock (_starting)
                return _first is { IsCompletedSuccessfully: true };
        }
    }

    /// <summary>Another connection, which the caller closes.</summary>
    /// <exception cref="PulseException">It cannot be opened.</exception>
    public async Task<AmqpConnection> OpenSeparateAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        OnOpened(connection);
        return connection;
    }

    /// <summary>Closes the connection, if there is one; in bounded time, without errors.</summary>
    public override async ValueTask DisposeAsync()
    {
        Stop();
        _closing.CancelAsync().Forget();
        // In this order: each begins the next.
        await Quietly(_first).ConfigureAwait(false);
        await Quietly(Completion).ConfigureAwait(false);
        await Quietly(_recycling).ConfigureAwait(false);
        await Task.WhenAll(_retiring).ConfigureAwait(false);
        if (Current is { } connection)
            await connection.DisposeAsync().ConfigureAwait(false);
    }

    protected override Task<PulseException?> EndOf(AmqpConnection open) => open.Ended;

    protected override Task<AmqpConnection> OpenNextAsync() => OpenAsync(Stopping);

    protected override Task OnEndedAsync(AmqpConnection ended, PulseException? reason)
    {
        if (reason is not null)
        {
            // Of all hosts, the one that was lost is the least likely to answer.
            _host = endpoint.HostAfter(ended.Endpoint.Host);
            logger.ConnectionLost(reason, ended.Endpoint.ToString());
        }

        ended.DisposeAsync().AsTask().Forget();
        return Task.CompletedTask;
    }

    protected override void OnStillLost(PulseException failure) =>
        logger.NotReconnectedYet(failure, endpoint.ToString());

    protected override void OnRestored(AmqpConnection open, TimeSpan outage) => OnConnected(open);

    private async Task<AmqpConnection> GetAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            // The first attempt has a deadline of its own, and knows best why it failed.
            await FirstAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            return await NextAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(PulseConnection));
        }
    }

    private Task<AmqpConnection> FirstAsync()
    {
        lock (_starting)
        {
            ObjectDisposedException.ThrowIf(Stopping.IsCancellationRequested, typeof(PulseConnection));
            if (_first is null or { IsFaulted: true })
                _first = DetachedTask.Run(ConnectAsync);
            return _first;
        }
    }

    private async Task<AmqpConnection> ConnectAsync()
    {
        try
        {
            var connection = await OpenAsync(Stopping).ConfigureAwait(false);
            Supervise(connection);
            OnConnected(connection);
            if (options.RecycleInterval is { } interval)
                _recycling = DetachedTask.Run(() => RecycleAsync(interval));
            return connection;
        }
        catch (PulseException failure)
        {
            State.Set(PulseState.Connecting, failure);
            throw;
        }
    }

    private Task<AmqpConnection> OpenAsync(CancellationToken cancellationToken) =>
        AmqpConnector.OpenAsync(
            endpoint,
            _host,
            options,
            (failure, tried) => logger.HostFailed(failure, tried.ToString()),
            cancellationToken
        );

    private void OnConnected(AmqpConnection connection)
    {
        _host = connection.Endpoint.Host;
        OnOpened(connection);
        connection.BlockedChanged += OnBlockedChanged;
        if (connection.BlockedReason is not null)
            OnBlockedChanged(connection);
    }

    private void OnOpened(AmqpConnection connection)
    {
        logger.Connected(connection.Endpoint.ToString());
        if (connection.Credentials is not null)
            _ = DetachedTask.Run(new SecretRenewal(connection, options, logger).RunAsync);
    }

    private void OnBlockedChanged(AmqpConnection connection)
    {
        SetBlocked(connection, () => connection.BlockedReason);
        if (connection.BlockedReason is { } reason)
            logger.Blocked(reason, connection.Endpoint.ToString());
        else
            logger.Unblocked(connection.Endpoint.ToString());
    }

    private async Task RecycleAsync(TimeSpan interval)
    {
        while (true)
        {
            await Task.Delay(interval, options.TimeProvider, Stopping).ConfigureAwait(false);
            if (Current is not { } old)
                continue;
            try
            {
                // The old connection is retired once the new one is open: an attempt that fails costs nothing.
                var next = await OpenAsync(Stopping).ConfigureAwait(false);
                if (!TryReplace(old, next))
                {
                    await next.DisposeAsync().ConfigureAwait(false);
                    continue;
                }

                old.Retire();
                OnConnected(next);
                _retiring.RemoveAll(static one => one.IsCompleted);
                _retiring.Add(DetachedTask.Run(() => CloseRetiredAsync(old)));
            }
            catch (PulseException failure)
            {
                logger.NotRecycled(failure, old.Endpoint.ToString());
            }
        }
    }

    // Each queue moves when it sees that the old connection is retired, and closes its channel when it has finished there.
    private async Task CloseRetiredAsync(AmqpConnection old)
    {
        await Quietly(old.WhenChannelsClosed().WaitAsync(_closing.Token)).ConfigureAwait(false);
        await old.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task Quietly(Task? task) =>
        await (task ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
