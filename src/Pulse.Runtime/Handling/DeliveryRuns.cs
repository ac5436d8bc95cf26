namespace Pulse;

/// <summary>
/// The deliveries of one channel that were taken and are not done. Each is read when it is taken, so in order of arrival; it
/// then waits for its lane, runs, and may wait to run again. Thread-safe.
/// </summary>
/// <param name="acknowledger">Settles what the channel brings.</param>
/// <param name="handling">What is done with the messages.</param>
/// <param name="gate">Closed while none may start.</param>
/// <param name="timeProvider">What pauses are measured by.</param>
internal sealed class DeliveryRuns(
    Acknowledger acknowledger,
    MessageHandling handling,
    Gate gate,
    TimeProvider timeProvider
)
{
    private readonly Outstanding _all = new();
    private readonly TaskCompletionSource<PulseException?> _failed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private volatile TaskCompletionSource _waitingEnd = NewEnd();
    private volatile bool _isOver;

    /// <summary>Fails when messages cannot be read, and another channel could not bring them either.</summary>
    public Task<PulseException?> Failed => _failed.Task;

    private HandlerScheduler Scheduler => handling.Scheduler;

    /// <summary>To be called when a message is taken, before <see cref="StartAsync"/>.</summary>
    public void Add()
    {
        _all.Add();
        Scheduler.Deliveries.Add();
    }

    /// <summary>
    /// Reads a message that was taken in a slot of the scheduler, and has it handled. Completes when the next one may be
    /// taken: at once, or when this one is done where the whole queue is one lane.
    /// </summary>
    public Task StartAsync(AmqpDelivery message)
    {
        DeliveryRun run;
        try
        {
            run = handling.Reader.Read(message, acknowledger);
        }
        catch (Exception exception)
        {
            Scheduler.Leave();
            return FailAsync(exception, message);
        }

        var lane = run.FindLane();
        if (Scheduler.IsSerial)
            return HandleAsync(message, run, lane: null, Task.CompletedTask);
        var turn = lane is null ? Task.CompletedTask : Scheduler.Lanes.EnterAsync(lane);
        if (!turn.IsCompleted)
            Scheduler.Leave();
        _ = Task.Run(() => HandleAsync(message, run, lane, turn));
        return Task.CompletedTask;
    }

    /// <summary>What does not run goes back to its queue, or is settled by the rule for failures if it has run.</summary>
    /// <param name="forGood">Whether what comes is not to wait either.</param>
    public void EndWaiting(bool forGood)
    {
        _isOver |= forGood;
        _waitingEnd.TrySetResult();
    }

    /// <summary>From now on deliveries may wait again.</summary>
    public void AllowWaiting()
    {
        if (!_isOver && _waitingEnd.Task.IsCompleted)
            _waitingEnd = NewEnd();
    }

    /// <summary>Messages cannot be read, and could not be on another channel either.</summary>
    public void Fail(Exception reason) => _failed.TrySetException(reason);

    /// <summary>Completes when all are done.</summary>
    public Task WhenNone() => _all.WhenNone();

    // Begins in a slot of the scheduler where it is its turn; leaves it whenever it waits.
    private async Task HandleAsync(AmqpDelivery message, DeliveryRun run, object? lane, Task turn)
    {
        try
        {
            var end = _waitingEnd.Task;
            var mayRun = turn.IsCompleted || await EnterLaneAsync(turn, end).ConfigureAwait(false);
            while (mayRun && await RunAsync(run).ConfigureAwait(false))
            {
                end = _waitingEnd.Task;
                await PauseAsync(message, run.Pause, end).ConfigureAwait(false);
                mayRun =
                    !run.IsSettled
                    && acknowledger.IsOpen
                    && await Scheduler.EnterAsync(gate, end).ConfigureAwait(false);
            }

            if (!mayRun)
                await run.EndAsync().ConfigureAwait(false);
            Remove();
        }
        catch (Exception exception)
        {
            await FailAsync(exception, message).ConfigureAwait(false);
        }
        finally
        {
            if (lane is not null)
                LeaveLane(lane, turn);
        }
    }

    private async Task<bool> EnterLaneAsync(Task turn, Task end)
    {
        await Task.WhenAny(turn, end).ConfigureAwait(false);
        return turn.IsCompleted && await Scheduler.EnterAsync(gate, end).ConfigureAwait(false);
    }

    private void LeaveLane(object lane, Task turn)
    {
        if (turn.IsCompleted)
            Scheduler.Lanes.Leave(lane);
        else
            _ = LeaveAfterAsync(); // It has given up its place; those behind it still wait for those before it.

        async Task LeaveAfterAsync()
        {
            await turn.ConfigureAwait(false);
            Scheduler.Lanes.Leave(lane);
        }
    }

    private async Task<bool> RunAsync(DeliveryRun run)
    {
        try
        {
            return await Scheduler.RunAsync(run).ConfigureAwait(false);
        }
        finally
        {
            Scheduler.Leave();
        }
    }

    private async Task PauseAsync(AmqpDelivery message, TimeSpan pause, Task end)
    {
        if (pause > TimeSpan.Zero)
        {
            await Task.WhenAny(end, acknowledger.WhenSettled(message))
                .WaitAtMostAsync(pause, timeProvider)
                .ConfigureAwait(false);
        }
    }

    private async Task FailAsync(Exception reason, AmqpDelivery message)
    {
        try
        {
            // It stays in the queue, and nobody else would settle it.
            if (message.StreamOffset is null && acknowledger.Holds(message))
                await acknowledger.SettleAsync(message, Settlement.Requeued).ConfigureAwait(false);
        }
        finally
        {
            Fail(reason);
            Remove();
        }
    }

    private void Remove()
    {
        _all.Remove();
        Scheduler.Deliveries.Remove();
    }

    private static TaskCompletionSource NewEnd() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
