using System.Threading.Channels;

namespace Pulse;

/// <summary>
/// One channel's intake. Holds the messages that the broker has sent, in order, and has each one read and handled when it
/// is its turn. While it is paused, what has arrived is held: to give it back would count as a delivery each time, and
/// quorum queues limit those.
/// </summary>
internal sealed class Consumer : IDisposable
{
    // Others may be waiting for these messages.
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    private readonly object _sync = new();
    private readonly AmqpChannel _channel;
    private readonly Acknowledger _acknowledger;
    private readonly StreamCheck _stream;
    private readonly HandlerScheduler _scheduler;
    private readonly Consumption _consumption;
    private readonly ChannelReader<AmqpDelivery> _held;
    private readonly Gate _gate = new(); // Closed under the lock, as is taking: nothing is taken once it is closed.
    private readonly DeliveryRuns _runs;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _nothingHeld; // Made under the lock, by who waits.
    private volatile bool _isStarting; // A message that was taken, and not yet read.

    /// <param name="channel">Where the messages arrive.</param>
    /// <param name="acknowledger">Settles what the channel brings.</param>
    /// <param name="stream">Whether the queue is a stream.</param>
    /// <param name="consumption">Has the broker send messages.</param>
    /// <param name="handling">What to do with the messages.</param>
    /// <param name="earlier">Completes when nothing that came before is held any more.</param>
    public Consumer(
        AmqpChannel channel,
        Acknowledger acknowledger,
        StreamCheck stream,
        Consumption consumption,
        MessageHandling handling,
        Task earlier
    )
    {
        _channel = channel;
        _acknowledger = acknowledger;
        _stream = stream;
        _consumption = consumption;
        _held = consumption.Arrived;
        _scheduler = handling.Scheduler;
        _runs = new DeliveryRuns(acknowledger, handling, _gate, channel.Connection.TimeProvider);
        _runs.Failed.Forget();
        _ = DetachedTask.Run(() => TakeAllAsync(earlier));
    }

    /// <inheritdoc cref="DeliveryRuns.Failed"/>
    public Task<PulseException?> Failed => _runs.Failed;

    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _consumption.StartAsync(cancellationToken).ConfigureAwait(false);
        _gate.Open();
    }

    /// <summary>Goes on with what is held.</summary>
    public void GoOn()
    {
        lock (_sync)
        {
            _runs.AllowWaiting();
            _gate.Open();
        }
    }

    /// <summary>Goes on with what is held, and then consumes again.</summary>
    public void Resume()
    {
        GoOn();
        _consumption.Resume(WhenNothingHeld);
    }

    /// <summary>
    /// No further message starts; what has not started is held, for some time. Cannot be cancelled, so that all of it is
    /// done or nothing; the broker's time to answer bounds it.
    /// </summary>
    public async Task PauseAsync()
    {
        Close();
        var resumed = _gate.WhenOpen;
        await _consumption.PauseAsync().ConfigureAwait(false);
        _ = DetachedTask.Run(() => GiveBackUnlessAsync(resumed));
    }

    /// <summary>No further message starts, and the broker sends nothing more.</summary>
    public Task StopAsync()
    {
        Close();
        return _consumption.StopAsync();
    }

    /// <summary>No further message starts, for good; what does not run goes back to the queue.</summary>
    public Task GiveBackAsync()
    {
        End();
        return ReturnHeldAsync();
    }

    /// <summary>No further message is taken; what was not taken goes back to the queue.</summary>
    public Task StopTakingAsync()
    {
        _over.TrySetResult();
        return ReturnHeldAsync();
    }

    /// <summary>Discards what has not started: the broker takes it back with the channel.</summary>
    public void Dispose()
    {
        End();
        _consumption.Dispose();
        while (_held.TryRead(out _)) { }
        SetNothingHeld();
    }

    /// <summary>Completes as soon as nothing is held that has not started.</summary>
    public Task WhenNothingHeld()
    {
        lock (_sync)
        {
            if (_held.Count == 0 && !_isStarting)
                return Task.CompletedTask;
            _nothingHeld ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _nothingHeld.Task;
        }
    }

    /// <summary>Completes when all that was taken is done.</summary>
    public Task WhenHandled() => _runs.WhenNone();

    private async Task TakeAllAsync(Task earlier)
    {
        try
        {
            await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (await _held.WaitToReadAsync().ConfigureAwait(false))
            {
                await NoteFirstAsync().ConfigureAwait(false);
                await _scheduler.EnterQueueLaneAsync().ConfigureAwait(false);
                try
                {
                    var turn = await _scheduler.EnterAsync(_gate, _over.Task).ConfigureAwait(false);
                    if (turn == HandlerTurn.None)
                        return;
                    if (Take() is { } message)
                        await BeginAsync(message, turn).ConfigureAwait(false);
                    else
                        _scheduler.Leave(turn);
                }
                finally
                {
                    _scheduler.LeaveQueueLane();
                }

                if (_runs.Failed.IsCompleted)
                    return;
            }
        }
        catch (Exception exception)
        {
            _runs.Fail(exception);
        }
    }

    // Also while it is paused: where a stream goes on is known as soon as the first message has arrived.
    private async ValueTask NoteFirstAsync()
    {
        if (_stream.IsStream is false || !_held.TryPeek(out var first))
            return;
        await _stream.CheckAsync(first, _channel.Connection).ConfigureAwait(false);
        if (_stream.Read(first).StreamOffset is { } offset)
            _acknowledger.Position.Begin(offset);
    }

    private AmqpDelivery? Take()
    {
        AmqpDelivery? message;
        lock (_sync)
        {
            if (!_gate.IsOpen || !_held.TryRead(out message))
                return null;
            message = _stream.Read(message);
            _runs.Add();
            _acknowledger.Add(message);
            // What comes behind it on another channel must not enter its lane first.
            _isStarting = !_scheduler.IsSerial;
        }

        return message;
    }

    private Task BeginAsync(AmqpDelivery message, HandlerTurn turn)
    {
        if (_scheduler.IsSerial)
            SetNothingHeld();
        var started = _runs.StartAsync(message, turn);
        _isStarting = false;
        SetNothingHeld();
        return started;
    }

    private async Task GiveBackUnlessAsync(Task resumed)
    {
        await Task.WhenAny(resumed, _over.Task)
            .WaitAtMostAsync(LongestHold, _channel.Connection.TimeProvider)
            .ConfigureAwait(false);
        lock (_sync)
        {
            if (resumed.IsCompleted)
                return;
            // Nobody else waits for a stream's.
            if (_stream.IsStream is not true)
                _runs.EndWaiting(forGood: false);
        }

        await ReturnHeldAsync().ConfigureAwait(false);
    }

    // A stream keeps its messages, and begins at the first that was not taken; but the broker would wait for the
    // acknowledgements.
    private async Task ReturnHeldAsync()
    {
        foreach (var message in TakeToReturn())
            await _acknowledger.SettleAsync(message, Settlement.Requeued).ConfigureAwait(false);
        SetNothingHeld();
    }

    // All at once: what comes behind a message that is given back must not be taken.
    private List<AmqpDelivery> TakeToReturn()
    {
        var all = new List<AmqpDelivery>();
        lock (_sync)
        {
            while ((!_gate.IsOpen || _over.Task.IsCompleted) && _held.TryRead(out var message))
            {
                message = _stream.Read(message);
                _acknowledger.AddUntaken(message);
                all.Add(message);
            }
        }

        return all;
    }

    private void End()
    {
        lock (_sync)
        {
            _gate.Close();
            _over.TrySetResult();
            _runs.EndWaiting(forGood: true);
        }
    }

    private void Close()
    {
        lock (_sync)
            _gate.Close();
    }

    private void SetNothingHeld()
    {
        if (_nothingHeld is null)
            return;
        TaskCompletionSource? nothingHeld;
        lock (_sync)
        {
            if (_held.Count > 0 || _isStarting)
                return;
            (nothingHeld, _nothingHeld) = (_nothingHeld, null);
        }

        nothingHeld?.TrySetResult();
    }
}
