using System.Threading.Channels;

namespace Pulse;

/// <summary>
/// One channel's intake. Has the broker send messages, holds them in order of arrival, and has each one read and handled
/// when it is its turn. While it is paused the broker sends nothing, and what has arrived is held: to give it back would
/// count as a delivery each time, and quorum queues limit those.
/// </summary>
internal sealed class Consumer : IDisposable
{
    // Others may be waiting for these messages.
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    private readonly object _sync = new();
    private readonly string _queue;
    private readonly AmqpChannel _channel;
    private readonly Acknowledger _acknowledger;
    private readonly MessageHandling _handling;
    private readonly ushort _prefetch;
    private readonly Channel<AmqpDelivery> _held = Channel.CreateUnbounded<AmqpDelivery>();
    private readonly Gate _gate = new(); // Closed under the lock, as is taking: nothing is taken once it is closed.
    private readonly Outstanding _runs = new();
    private readonly TaskCompletionSource<PulseException?> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private AmqpConsumer? _atBroker; // None while it is paused.
    private Task _resuming = Task.CompletedTask;
    private CancellationTokenSource _resumingStop = new();
    private TaskCompletionSource? _nothingHeld; // Made under the lock, by who waits.

    /// <param name="queue">The queue's full name.</param>
    /// <param name="channel">Where to consume.</param>
    /// <param name="acknowledger">Settles what the channel brings.</param>
    /// <param name="handling">What to do with the messages.</param>
    /// <param name="prefetch">How many messages may be unsettled; 0 means no limit.</param>
    /// <param name="earlier">Completes when nothing that came before is held any more.</param>
    public Consumer(
        string queue,
        AmqpChannel channel,
        Acknowledger acknowledger,
        MessageHandling handling,
        ushort prefetch,
        Task earlier
    )
    {
        _queue = queue;
        _channel = channel;
        _acknowledger = acknowledger;
        _handling = handling;
        _prefetch = prefetch;
        _ = DetachedTask.Run(() => TakeAllAsync(earlier));
    }

    /// <summary>
    /// Completes with the reason when the broker has cancelled the consumer, or does not let it resume. Fails when messages
    /// cannot be read, and another consumer could not read them either.
    /// </summary>
    public Task<PulseException?> Ended => _ended.Task;

    /// <summary>Whether the broker has cancelled the consumer, as it does when the queue is deleted.</summary>
    public bool IsCancelled { get; private set; }

    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ConsumeAsync(_prefetch, cancellationToken).ConfigureAwait(false);
        _gate.Open();
    }

    /// <summary>Goes on with what is held.</summary>
    public void GoOn() => _gate.Open();

    /// <summary>Goes on with what is held, and then consumes again.</summary>
    public void Resume()
    {
        GoOn();
        var stop = _resumingStop = new CancellationTokenSource();
        _resuming = DetachedTask.Run(() => ResumeAsync(stop.Token));
    }

    /// <summary>
    /// No further message starts; what has not started is held, for some time. Cannot be cancelled, so that all of it is
    /// done or nothing; the broker's time to answer bounds it.
    /// </summary>
    public async Task PauseAsync()
    {
        Close();
        var resumed = _gate.WhenOpen;
        await StopConsumingAsync().ConfigureAwait(false);
        _ = DetachedTask.Run(() => GiveBackUnlessAsync(resumed));
    }

    /// <summary>The broker sends nothing more; what is held is still handled.</summary>
    public async Task StopConsumingAsync()
    {
        _resumingStop.CancelAsync().Forget();
        await _resuming.ConfigureAwait(false);
        await CancelAsync().ConfigureAwait(false);
    }

    /// <summary>No further message starts; what has not started goes back to the queue.</summary>
    public Task GiveBackAsync()
    {
        Close();
        return ReturnHeldAsync();
    }

    /// <summary>Discards what has not started: the broker takes it back with the channel.</summary>
    public void Dispose()
    {
        Close();
        _atBroker?.Discard();
        _held.Writer.TryComplete();
        while (_held.Reader.TryRead(out _)) { }
        SetNothingHeld();
        _gate.Open(); // For the loop to end.
    }

    /// <summary>Completes as soon as nothing is held that has not started.</summary>
    public Task WhenNothingHeld()
    {
        lock (_sync)
        {
            if (_held.Reader.Count == 0)
                return Task.CompletedTask;
            _nothingHeld ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _nothingHeld.Task;
        }
    }

    /// <summary>Completes when no handler runs on one of its messages.</summary>
    public Task WhenHandled() => _runs.WhenNone();

    private async Task TakeAllAsync(Task earlier)
    {
        var scheduler = _handling.Scheduler;
        try
        {
            await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (await _held.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                await _gate.WhenOpen.ConfigureAwait(false);
                await _handling.Slowdown.WaitAsync(_gate.Closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await scheduler.EnterAsync().ConfigureAwait(false);
                try
                {
                    if (scheduler.IsStopping)
                        return;
                    if (Take() is { } message)
                        await HandleAsync(message).ConfigureAwait(false);
                }
                finally
                {
                    scheduler.Leave();
                }
            }
        }
        catch (Exception exception)
        {
            _ended.TrySetException(exception);
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

    private AmqpDelivery? Take()
    {
        AmqpDelivery? message;
        lock (_sync)
        {
            if (!_gate.IsOpen || !_held.Reader.TryRead(out message))
                return null;
            _runs.Add();
            _acknowledger.Add(message);
        }

        if (_nothingHeld is not null && _held.Reader.Count == 0)
            SetNothingHeld();
        return message;
    }

    // The broker counts for each of its consumers apart, and quorum queues refuse one limit for the whole channel. So what
    // is still unsettled narrows the next one, and that is replaced when nothing is unsettled any more.
    private async Task ResumeAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await WhenNothingHeld().WaitAsync(stop).ConfigureAwait(false);
                if (_prefetch > 0)
                    await _acknowledger.WhenAtMost(_prefetch - 1).WaitAsync(stop).ConfigureAwait(false);
                var unsettled = _prefetch > 0 ? _acknowledger.Unsettled : 0;
                await ConsumeAsync((ushort)(_prefetch - unsettled), CancellationToken.None).ConfigureAwait(false);
                if (unsettled == 0)
                    return;
                await _acknowledger.WhenAtMost(0).WaitAsync(stop).ConfigureAwait(false);
                await CancelAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Paused again.
        }
        catch (PulseException failure)
        {
            _ended.TrySetResult(failure);
        }
    }

    private async Task ConsumeAsync(ushort limit, CancellationToken cancellationToken)
    {
        await _channel.LimitPrefetchAsync(limit, cancellationToken).ConfigureAwait(false);
        var consumer = new AmqpConsumer(_queue, _held.Writer);
        await _channel
            .ConsumeAsync(consumer, _acknowledger.Position.NextToTake, cancellationToken)
            .ConfigureAwait(false);
        _atBroker = consumer;
        _ = DetachedTask.Run(() => EndWhenCancelledAsync(consumer));
    }

    private async Task CancelAsync()
    {
        if (_atBroker is not { } consumer)
            return;
        _atBroker = null;
        try
        {
            await _channel.CancelAsync(consumer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PulseException failure)
        {
            consumer.Discard();
            _ended.TrySetResult(failure);
        }
    }

    private async Task EndWhenCancelledAsync(AmqpConsumer consumer)
    {
        if (!await consumer.Ended.ConfigureAwait(false))
            return;
        IsCancelled = true;
        _ended.TrySetResult(AmqpErrors.ConsumerCancelled(_queue, _channel.Connection.Endpoint));
    }

    private async Task GiveBackUnlessAsync(Task resumed)
    {
        await resumed.WaitAtMostAsync(LongestHold, _channel.Connection.TimeProvider).ConfigureAwait(false);
        if (!resumed.IsCompleted)
            await ReturnHeldAsync().ConfigureAwait(false);
    }

    private async Task ReturnHeldAsync()
    {
        while (_held.Reader.TryRead(out var message))
        {
            // A stream keeps its messages. The next consumer of it starts at the first message that was not handled.
            if (message.StreamOffset is not null)
                continue;
            _acknowledger.Add(message);
            await _acknowledger.SettleAsync(message, Settlement.Requeued).ConfigureAwait(false);
        }

        SetNothingHeld();
    }

    private void Close()
    {
        lock (_sync)
            _gate.Close();
    }

    private void SetNothingHeld()
    {
        TaskCompletionSource? nothingHeld;
        lock (_sync)
            (nothingHeld, _nothingHeld) = (_nothingHeld, null);
        nothingHeld?.TrySetResult();
    }
}
