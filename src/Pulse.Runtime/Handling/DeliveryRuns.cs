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
    private bool _isOver;

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
    /// Reads a message that was taken, and has it handled. Completes when the next one may be taken: at once, or when this one
    /// is done where the whole queue is one lane.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="turn">What it was taken with, which is left when the handler has ended, or has to wait.</param>
    public Task StartAsync(AmqpDelivery message, HandlerTurn turn)
    {
        Lanes.Lane? lane = null;
        try
        {
            var run = handling.Reader.Read(message, acknowledger);
            var key = run.FindKey();
            if (Scheduler.IsSerial)
                return HandleAsync(message, run, turn);
            var whenFree = Task.CompletedTask;
            if (key is not null)
                lane = Scheduler.Lanes.Enter(key, out whenFree);
            if (!whenFree.IsCompleted)
            {
                Scheduler.Leave(turn);
                turn = HandlerTurn.None;
            }

            _ = Task.Run(() => HandleInLaneAsync(message, run, turn, lane, whenFree));
            return Task.CompletedTask;
        }
        catch (Exception exception)
        {
            Scheduler.Leave(turn);
            return FailAsync(exception, message);
        }
    }

    /// <summary>
    /// What does not run goes back to its queue, or is settled by the rule for failures if it has run. Not at the same time
    /// as <see cref="AllowWaiting"/>.
    /// </summary>
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

    // Without a turn, it waits for the lane, and asks for one then.
    private async Task HandleInLaneAsync(
        AmqpDelivery message,
        DeliveryRun run,
        HandlerTurn turn,
        Lanes.Lane? lane,
        Task whenFree
    )
    {
        if (turn == HandlerTurn.None)
        {
            var end = _waitingEnd.Task;
            await Task.WhenAny(whenFree, end).ConfigureAwait(false);
            if (whenFree.IsCompleted)
                turn = await Scheduler.EnterAsync(gate, end).ConfigureAwait(false);
        }

        await HandleAsync(message, run, turn).ConfigureAwait(false);
        if (lane is null)
            return;
        // It may have given up its place; those behind it still wait for those before it.
        await whenFree.ConfigureAwait(false);
        Scheduler.Lanes.Leave(lane);
    }

    // Never fails. Leaves the turn whenever it waits.
    private async Task HandleAsync(AmqpDelivery message, DeliveryRun run, HandlerTurn turn)
    {
        try
        {
            Task? settled = null;
            while (turn != HandlerTurn.None && await RunAsync(run, turn).ConfigureAwait(false))
            {
                var end = _waitingEnd.Task;
                if (run.Pause > TimeSpan.Zero)
                {
                    await Task.WhenAny(end, settled ??= acknowledger.WhenSettled(message))
                        .WaitAtMostAsync(run.Pause, timeProvider)
                        .ConfigureAwait(false);
                }

                turn =
                    acknowledger.IsOpen && !run.IsSettled
                        ? await Scheduler.EnterAsync(gate, end).ConfigureAwait(false)
                        : HandlerTurn.None;
                if (!run.IsSettled)
                    continue;
                Scheduler.Leave(turn);
                turn = HandlerTurn.None;
            }

            if (turn == HandlerTurn.None)
                await Scheduler.EndAsync(run).ConfigureAwait(false);
            Remove();
        }
        catch (Exception exception)
        {
            await FailAsync(exception, message).ConfigureAwait(false);
        }
    }

    private async Task<bool> RunAsync(DeliveryRun run, HandlerTurn turn)
    {
        try
        {
            return await Scheduler.RunAsync(run).ConfigureAwait(false);
        }
        finally
        {
            Scheduler.Leave(turn);
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
