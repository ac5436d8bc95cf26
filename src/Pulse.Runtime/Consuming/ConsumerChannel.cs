using System.Threading.Channels;

namespace Pulse;

/// <summary>
/// A queue on one channel: declared, bound and consumed, until the channel or the consumer is lost. It is never
/// repaired, only replaced.
/// </summary>
internal sealed class ConsumerChannel : IAsyncDisposable
{
    private readonly AmqpChannel _channel;
    private readonly Acknowledger _acknowledger;
    private readonly StreamCheck _stream;
    private readonly Consumption _consumption;
    private readonly Consumer _consumer;
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<PulseException?> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private ConsumerChannel(
        string queueName,
        AmqpChannel channel,
        StreamCheck stream,
        MessageHandling handling,
        ConsumeOptions options,
        Task earlier
    )
    {
        QueueName = queueName;
        Start = options.Start;
        _channel = channel;
        _stream = stream;
        var arrived = Channel.CreateUnbounded<AmqpDelivery>();
        _acknowledger = new Acknowledger(
            channel,
            options.Prefetch,
            () => arrived.Reader.Count > 0,
            options.Start.Offset
        );
        _consumption = new Consumption(queueName, channel, arrived, _acknowledger, stream, options);
        _consumer = new Consumer(channel, _acknowledger, stream, _consumption, handling, earlier);
        _ended.Task.Forget(); // Nobody waits any more while it is being closed.
        Task<PulseException?>[] causes =
        [
            channel.Ended,
            channel.Connection.Ended,
            _consumption.Ended,
            _consumer.Failed,
        ];
        // Detached: these waits last as long as the channel, and would keep the caller's context.
        foreach (var cause in causes)
            _ = DetachedTask.Run(() => EndWithAsync(cause));
    }

    /// <summary>The queue's full name on this channel.</summary>
    public string QueueName { get; }

    public AmqpConnection Connection => _channel.Connection;

    /// <inheritdoc cref="Consumption.IsCancelled"/>
    public bool IsCancelled => _consumption.IsCancelled;

    /// <summary>
    /// Completes with the reason when the channel, its connection or the consumer is lost, and with
    /// <see langword="null"/> when the connection is retired. Fails when messages cannot be read, and could not be on
    /// another channel either.
    /// </summary>
    public Task<PulseException?> Ended => _ended.Task;

    /// <summary>Where it began, if the queue is a stream.</summary>
    public StreamOffset Start { get; }

    /// <summary>Where to go on in a stream; <see langword="null"/> where that is unknown, and for other queues.</summary>
    public long? StreamOffset => _stream.IsStream is false ? null : _acknowledger.Position.NextToHandle;

    /// <param name="connection">Where to open the channel.</param>
    /// <param name="topology">The queue.</param>
    /// <param name="stream">Whether the queue is a stream.</param>
    /// <param name="options">How to consume.</param>
    /// <param name="handling">What to do with the messages.</param>
    /// <param name="earlier">Completes when nothing is held that came by the channel before: that is handled first.</param>
    /// <param name="cancellationToken">Gives up, and leaves nothing behind.</param>
    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public static async Task<ConsumerChannel> OpenAsync(
        AmqpConnection connection,
        QueueTopology topology,
        StreamCheck stream,
        ConsumeOptions options,
        MessageHandling handling,
        Task earlier,
        CancellationToken cancellationToken
    )
    {
        await topology.DeclareAsync(connection, cancellationToken).ConfigureAwait(false);
        var channel = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await topology.BindAsync(channel, cancellationToken).ConfigureAwait(false);
            return new ConsumerChannel(topology.QueueName, channel, stream, handling, options, earlier);
        }
        catch
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc cref="Consumer.StartAsync"/>
    public Task ConsumeAsync(CancellationToken cancellationToken) => _consumer.StartAsync(cancellationToken);

    /// <inheritdoc cref="Consumer.Resume"/>
    public void Resume() => _consumer.Resume();

    /// <inheritdoc cref="Consumer.GoOn"/>
    public void GoOn() => _consumer.GoOn();

    /// <inheritdoc cref="Consumer.PauseAsync"/>
    public Task PauseAsync() => _consumer.PauseAsync();

    /// <inheritdoc cref="Consumer.StopAsync"/>
    public Task StopAsync() => _consumer.StopAsync();

    /// <summary>The broker sends nothing more; what is held is still handled.</summary>
    public Task StopConsumingAsync() => _consumption.StopAsync();

    /// <inheritdoc cref="Consumer.GiveBackAsync"/>
    public Task GiveBackAsync() => _consumer.GiveBackAsync();

    /// <inheritdoc cref="Consumer.WhenNothingHeld"/>
    public Task WhenNothingHeld() => _consumer.WhenNothingHeld();

    /// <inheritdoc cref="Acknowledger.Unsettled"/>
    public int Unsettled => _channel.IsOpen ? _acknowledger.Unsettled : 0;

    /// <inheritdoc cref="Acknowledger.FlushAsync"/>
    public Task FlushAsync() => _acknowledger.FlushAsync().AsTask();

    /// <summary>Completes when all deliveries are settled, or the channel has ended.</summary>
    public Task WhenAllSettled() => _acknowledger.WhenAtMost(0);

    /// <summary>Discards a channel that is lost: nothing is waited for or answered.</summary>
    public void Discard() => DisposeAsync().AsTask().Forget();

    /// <summary>
    /// Once the broker sends nothing more, closes when what it sent is settled: what is held has the time given, handlers
    /// that run may take as long as they need, and what they leave unsettled then has the time given once more.
    /// </summary>
    /// <returns>The reason, where the channel was lost before that.</returns>
    /// <exception cref="Exception">Messages could not be read, and could not be on another channel either.</exception>
    public async Task<PulseException?> RetireAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var draining = DrainAsync(timeout, cancellationToken);
            draining.Forget();
            await Task.WhenAny(draining, _channel.Ended, _consumer.Failed).ConfigureAwait(false);
            if (_consumer.Failed.IsCompleted)
                await _consumer.Failed.ConfigureAwait(false);
            return draining.IsCompleted ? null : await _channel.Ended.ConfigureAwait(false);
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes the channel, which returns what is unsettled; in bounded time, without errors.</summary>
    public async ValueTask DisposeAsync()
    {
        _consumer.Dispose();
        await _closed.CancelAsync().ConfigureAwait(false);
        await Connection.WaitForClosingAsync(_acknowledger.FlushAsync().AsTask()).ConfigureAwait(false);
        _acknowledger.Dispose();
        await _channel.DisposeAsync().ConfigureAwait(false);
    }

    private async Task DrainAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await WaitAtMostAsync(WhenNothingHeld(), timeout, cancellationToken).ConfigureAwait(false);
        await _consumer.StopTakingAsync().ConfigureAwait(false);
        await _consumer.WhenHandled().WaitAsync(cancellationToken).ConfigureAwait(false);
        await WaitAtMostAsync(WhenAllSettled(), timeout, cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitAtMostAsync(Task task, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(timeout, Connection.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Long enough.
        }
    }

    // Until closed: the connection outlives its channels, and would keep them all in memory.
    private async Task EndWithAsync(Task<PulseException?> cause)
    {
        try
        {
            _ended.TrySetResult(await cause.WaitAsync(_closed.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _ended.TrySetException(exception);
        }
    }
}
