namespace Pulse;

/// <summary>
/// A queue on one channel: declared, bound and consumed, until the channel or the consumer is lost. It is never
/// repaired, only replaced.
/// </summary>
internal sealed class ConsumerChannel : IAsyncDisposable
{
    private readonly AmqpChannel _channel;
    private readonly MessageHandling _handling;
    private readonly Acknowledger _acknowledger;
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<PulseException?> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private Consumer? _consumer;
    private Task _handled = Task.CompletedTask; // By the consumers before.

    private ConsumerChannel(string queueName, AmqpChannel channel, MessageHandling handling)
    {
        QueueName = queueName;
        _channel = channel;
        _handling = handling;
        _acknowledger = new Acknowledger(channel);
        _ended.Task.Forget(); // Nobody waits any more while it is being closed.
        // Detached: these waits last as long as the channel, and would keep the caller's context.
        _ = DetachedTask.Run(() => EndWithAsync(channel.Ended));
        _ = DetachedTask.Run(() => EndWithAsync(channel.Connection.Ended));
    }

    /// <summary>The queue's full name on this channel.</summary>
    public string QueueName { get; }

    public AmqpConnection Connection => _channel.Connection;

    /// <summary>Whether the broker has cancelled the consumer, as it does when the queue is deleted.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>
    /// Completes with the reason when the channel, its connection or the consumer is lost, and with
    /// <see langword="null"/> when the connection is retired. Fails when messages cannot be read, and could not be on
    /// another channel either.
    /// </summary>
    public Task<PulseException?> Ended => _ended.Task;

    /// <param name="connection">Where to open the channel.</param>
    /// <param name="topology">The queue.</param>
    /// <param name="prefetch">How many messages the broker may send ahead of what is settled.</param>
    /// <param name="handling">What to do with the messages.</param>
    /// <param name="cancellationToken">Gives up, and leaves nothing behind.</param>
    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public static async Task<ConsumerChannel> OpenAsync(
        AmqpConnection connection,
        QueueTopology topology,
        ushort prefetch,
        MessageHandling handling,
        CancellationToken cancellationToken
    )
    {
        await topology.DeclareAsync(connection, cancellationToken).ConfigureAwait(false);
        var channel = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        var consumerChannel = new ConsumerChannel(topology.QueueName, channel, handling);
        try
        {
            await topology.BindAsync(channel, cancellationToken).ConfigureAwait(false);
            await channel.LimitPrefetchAsync(prefetch, cancellationToken).ConfigureAwait(false);
            return consumerChannel;
        }
        catch
        {
            await consumerChannel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        var consumer = await Consumer
            .StartAsync(QueueName, _channel, _acknowledger, _handling, cancellationToken)
            .ConfigureAwait(false);
        _consumer = consumer;
        _ = DetachedTask.Run(() => EndWhenCancelledAsync(consumer));
        _ = DetachedTask.Run(() => FailWithAsync(consumer));
    }

    /// <summary>Consumes again after <see cref="PauseAsync"/>; where that fails, the channel ends.</summary>
    public async Task ResumeAsync()
    {
        try
        {
            await ConsumeAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (PulseException failure)
        {
            _ended.TrySetResult(failure);
        }
    }

    /// <summary>
    /// Stops consuming: no further message starts, and what has not started goes back to the queue. When the broker does
    /// not answer, the channel ends.
    /// </summary>
    public async Task PauseAsync()
    {
        if (_consumer is not { } consumer)
            return;
        _consumer = null;
        try
        {
            await consumer.CloseAsync().ConfigureAwait(false);
        }
        catch (PulseException failure)
        {
            consumer.Discard();
            _ended.TrySetResult(failure);
        }

        _handled = Task.WhenAll(_handled, consumer.WhenHandled());
    }

    /// <summary>Discards a channel that is lost: nothing is waited for or answered.</summary>
    public void Discard() => DisposeAsync().AsTask().Forget();

    /// <summary>
    /// Once it is paused, closes when what it brought is settled: handlers may run as long as they need, and what they
    /// leave unsettled then has the time given.
    /// </summary>
    public async Task RetireAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _handled.WaitAsync(cancellationToken).ConfigureAwait(false);
            await _acknowledger
                .WhenAllSettled()
                .WaitAsync(timeout, Connection.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The rest goes back to the queue.
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Closes the channel, which returns what is unsettled; in bounded time, without errors.</summary>
    public async ValueTask DisposeAsync()
    {
        _consumer?.Discard();
        await _closed.CancelAsync().ConfigureAwait(false);
        await _channel.DisposeAsync().ConfigureAwait(false);
    }

    // Until closed: the connection outlives its channels, and would keep them all in memory.
    private async Task EndWithAsync(Task<PulseException?> cause) =>
        _ended.TrySetResult(await cause.WaitAsync(_closed.Token).ConfigureAwait(false));

    private async Task EndWhenCancelledAsync(Consumer consumer)
    {
        if (!await consumer.Ended.ConfigureAwait(false))
            return;
        IsCancelled = true;
        _ended.TrySetResult(AmqpErrors.ConsumerCancelled(QueueName, Connection.Endpoint));
    }

    private async Task FailWithAsync(Consumer consumer)
    {
        try
        {
            await consumer.Completion.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _ended.TrySetException(exception);
        }
    }
}
