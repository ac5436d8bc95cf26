namespace Pulse;

/// <summary>
/// A queue on one channel: declared, bound and consumed, until the channel or the consumer is lost; never mended, only
/// replaced.
/// </summary>
internal sealed class QueueSession : IAsyncDisposable
{
    private readonly BrokerChannel _channel;
    private readonly HandlerTurn _handlers;
    private readonly Action<Exception> _onFailed;
    private readonly TaskCompletionSource<PulseException?> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Consumption? _consumption;

    private QueueSession(string queueName, BrokerChannel channel, HandlerTurn handlers, Action<Exception> onFailed)
    {
        QueueName = queueName;
        _channel = channel;
        _handlers = handlers;
        _onFailed = onFailed;
        channel.OnLost(reason => End(reason));
    }

    public string QueueName { get; }

    public BrokerConnection Connection => _channel.Connection;

    /// <summary>Whether the broker has cancelled the consumer, as it does when the queue is deleted.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Ends with the reason when the session is lost, and without when it is to make way for another one.</summary>
    public Task<PulseException?> Ended => _ended.Task;

    /// <summary>Ends when the channel is closed.</summary>
    public Task Gone => _gone.Task;

    /// <param name="connection">Where to open the channel.</param>
    /// <param name="topology">The queue.</param>
    /// <param name="prefetch">How many messages to have ahead of what is settled.</param>
    /// <param name="handlers">What to do with the messages.</param>
    /// <param name="onFailed">Called when messages cannot be processed, and none further will be.</param>
    /// <param name="cancellationToken">Gives up, and leaves no trace.</param>
    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public static async Task<QueueSession> OpenAsync(
        BrokerConnection connection,
        QueueTopology topology,
        ushort prefetch,
        HandlerTurn handlers,
        Action<Exception> onFailed,
        CancellationToken cancellationToken
    )
    {
        var channel = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        var session = new QueueSession(topology.QueueName, channel, handlers, onFailed);
        try
        {
            await topology.DeclareAsync(channel, cancellationToken).ConfigureAwait(false);
            await channel.LimitPrefetchAsync(prefetch, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.AbandonAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public async Task ConsumeAsync(CancellationToken cancellationToken) =>
        _consumption = await Consumption
            .StartAsync(QueueName, _channel, _handlers, OnCancelledByBroker, _onFailed, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>
    /// Stops consuming: nothing starts any more, and what has not started goes back to the queue; when the broker does
    /// not answer, with the whole session.
    /// </summary>
    public async Task StopConsumingAsync()
    {
        if (_consumption is not { } consumption)
            return;
        try
        {
            await consumption.StopAsync().ConfigureAwait(false);
        }
        catch (PulseException failure)
        {
            consumption.Abandon();
            End(failure);
        }

        _consumption = null;
    }

    /// <summary>Says that the session is of no more use, as <see cref="Ended"/> does; the first reason counts.</summary>
    public void End(PulseException? reason) => _ended.TrySetResult(reason);

    /// <summary>Closes a channel on which nothing works any more; what it brought, the broker takes back.</summary>
    public ValueTask AbandonAsync()
    {
        _consumption?.Abandon();
        return DisposeAsync();
    }

    /// <summary>
    /// Once consuming is stopped, closes the channel when what it brought is settled: a handler that runs has as
    /// long as it takes, and then what was left open that time.
    /// </summary>
    public async Task RetireAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _handlers.WaitAsync(cancellationToken).ConfigureAwait(false);
            await _channel
                .AllSettledAsync()
                .WaitAsync(timeout, Connection.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The rest goes back to the queue.
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Closes the channel, which gives back what is unsettled; in bounded time, without errors.</summary>
    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync().ConfigureAwait(false);
        _gone.TrySetResult();
    }

    private void OnCancelledByBroker()
    {
        IsCancelled = true;
        End(BrokerErrors.ConsumerCancelled(QueueName, Connection.Endpoint));
    }
}
