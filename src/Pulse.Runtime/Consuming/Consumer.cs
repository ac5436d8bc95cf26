namespace Pulse;

/// <summary>
/// One <c>basic.consume</c>, from its start to its close: takes what it brings, in order of arrival, and has each
/// message read and handled when it is its turn.
/// </summary>
internal sealed class Consumer : IDisposable
{
    private readonly object _sync = new();
    private readonly AmqpChannel _channel;
    private readonly AmqpConsumer _consumer;
    private readonly Acknowledger _acknowledger;
    private readonly MessageHandling _handling;
    private readonly Outstanding _runs = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _consuming = Task.CompletedTask;
    private bool _isClosed; // Under the lock, as is taking: nothing is taken after closing has begun.

    private Consumer(string queue, AmqpChannel channel, Acknowledger acknowledger, MessageHandling handling)
    {
        _channel = channel;
        _acknowledger = acknowledger;
        _handling = handling;
        _consumer = new AmqpConsumer(queue);
    }

    /// <summary>
    /// Completes when no further message starts; fails when messages cannot be read, and another consumer could not
    /// read them either.
    /// </summary>
    public Task Completion => _consuming;

    /// <inheritdoc cref="AmqpConsumer.Ended"/>
    public Task<bool> Ended => _consumer.Ended;

    /// <param name="queue">The queue's full name.</param>
    /// <param name="channel">Where to consume.</param>
    /// <param name="acknowledger">Settles what the channel brings.</param>
    /// <param name="handling">What to do with the messages.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public static async Task<Consumer> StartAsync(
        string queue,
        AmqpChannel channel,
        Acknowledger acknowledger,
        MessageHandling handling,
        CancellationToken cancellationToken
    )
    {
        var consumer = new Consumer(queue, channel, acknowledger, handling);
        await channel.ConsumeAsync(consumer._consumer, cancellationToken).ConfigureAwait(false);
        consumer._consuming = DetachedTask.Run(consumer.TakeAllAsync);
        return consumer;
    }

    /// <summary>
    /// Closes: no further message starts, and what has not started goes back to the queue. Cannot be cancelled, so that
    /// all of it is done or nothing; the broker's time to answer bounds it.
    /// </summary>
    /// <exception cref="PulseException">
    /// The channel is gone, or the broker does not answer: it gets its messages back with the channel only.
    /// </exception>
    public async Task CloseAsync()
    {
        SetClosed();
        await _channel.CancelAsync(_consumer, CancellationToken.None).ConfigureAwait(false);
        while (_consumer.Deliveries.TryRead(out var message))
        {
            _acknowledger.Add(message);
            await _acknowledger.SettleAsync(message, Settlement.Requeued).ConfigureAwait(false);
        }
    }

    /// <summary>Discards what has not started: the broker takes it back with the channel.</summary>
    public void Discard()
    {
        SetClosed();
        _consumer.Discard();
    }

    void IDisposable.Dispose() => Discard();

    /// <summary>Once it is closed: completes when the handlers of its messages have ended.</summary>
    public Task WhenHandled() => _runs.WhenNone();

    private async Task TakeAllAsync()
    {
        var scheduler = _handling.Scheduler;
        while (await _consumer.Deliveries.WaitToReadAsync().ConfigureAwait(false))
        {
            await _handling.Slowdown.WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await scheduler.EnterAsync().ConfigureAwait(false);
            try
            {
                if (scheduler.IsStopping || Take() is not { } message)
                    return;
                await HandleAsync(message).ConfigureAwait(false);
            }
            finally
            {
                scheduler.Leave();
            }
        }
    }

    private async Task HandleAsync(AmqpDelivery message)
    {
        try
        {
            var run = _handling.Reader.Read(message, _acknowledger);
            await _handling.Scheduler.RunAsync(run).ConfigureAwait(false);
        }
        finally
        {
            _runs.Remove();
        }
    }

    // None only once it is closed.
    private AmqpDelivery? Take()
    {
        lock (_sync)
        {
            if (_isClosed || !_consumer.Deliveries.TryRead(out var message))
                return null;
            _runs.Add();
            _acknowledger.Add(message);
            return message;
        }
    }

    private void SetClosed()
    {
        lock (_sync)
            _isClosed = true;
        _closing.CancelAsync().Forget();
    }
}
