namespace Pulse;

/// <summary>
/// Says when a handler may start: as many at once as the queue's concurrency, whatever channel their messages came by, and
/// one after the other in a lane. Thread-safe.
/// </summary>
/// <param name="concurrency">How many handlers may run at once. With one, the whole queue is one lane.</param>
/// <param name="slowdown">Whether the queue is slowed down.</param>
/// <param name="stopping">Cancelled when closing has waited long enough for the handlers that run.</param>
internal sealed class HandlerScheduler(int concurrency, Slowdown slowdown, CancellationToken stopping)
{
    private readonly Slots _slots = new(concurrency);
    private readonly Slots _queueLane = new(1);
    private readonly HandlerContext _context = new();

    /// <inheritdoc cref="HandlerContext.IsInside"/>
    public bool IsInside => _context.IsInside;

    /// <summary>Whether a handler runs.</summary>
    public bool IsBusy => _slots.IsAnyTaken;

    /// <summary>Whether the whole queue is one lane.</summary>
    public bool IsSerial => concurrency == 1;

    /// <summary>The deliveries that were taken and are not done: their handlers run, or they wait.</summary>
    public Outstanding Deliveries { get; } = new();

    /// <summary>The lanes of messages that are to be handled in order.</summary>
    public Lanes Lanes { get; } = new();

    /// <summary>
    /// Waits for the queue's only lane, if it has but one; to be taken before a message is, since nothing overtakes a message
    /// that waits to be repeated.
    /// </summary>
    public Task EnterQueueLaneAsync() => IsSerial ? _queueLane.EnterAsync() : Task.CompletedTask;

    /// <summary>Ends what <see cref="EnterQueueLaneAsync"/> began.</summary>
    public void LeaveQueueLane()
    {
        if (IsSerial)
            _queueLane.Leave();
    }

    /// <summary>Waits until a handler may start; <see cref="Leave"/> ends its turn.</summary>
    /// <param name="gate">Closed while none may start.</param>
    /// <param name="end">Completes when none is to start any more.</param>
    public async Task<HandlerTurn> EnterAsync(Gate gate, Task end)
    {
        while (true)
        {
            if (!gate.IsOpen)
                await Task.WhenAny(gate.WhenOpen, end).ConfigureAwait(false);
            if (slowdown.IsActive)
            {
                await slowdown.WaitAsync(gate.Closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (end.IsCompleted || stopping.IsCancellationRequested)
                return HandlerTurn.None;
            await _slots.EnterAsync().ConfigureAwait(false);
            _context.Active.Add();
            var isOver = end.IsCompleted || stopping.IsCancellationRequested;
            if (!isOver && gate.IsOpen && slowdown.TryBegin() is not HandlerTurn.None and var turn)
                return turn;
            Free();
        }
    }

    /// <summary>Ends what <see cref="EnterAsync"/> began.</summary>
    public void Leave(HandlerTurn turn)
    {
        if (turn == HandlerTurn.None)
            return;
        if (turn == HandlerTurn.Attempt)
            slowdown.EndAttempt();
        Free();
    }

    /// <summary>Runs a handler that may start; completes when it has ended.</summary>
    /// <returns>Whether it has to run once more.</returns>
    public async Task<bool> RunAsync(DeliveryRun run)
    {
        using (_context.Enter())
            return await run.ExecuteAsync(stopping).ConfigureAwait(false);
    }

    /// <inheritdoc cref="HandlerContext.Enter"/>
    public HandlerContext.Scope EnterContext() => _context.Enter();

    /// <summary>Ends a delivery that does not run, or not once more.</summary>
    public async Task EndAsync(DeliveryRun run)
    {
        _context.Active.Add();
        try
        {
            using (_context.Enter())
                await run.EndAsync().ConfigureAwait(false);
        }
        finally
        {
            _context.Active.Remove();
        }
    }

    /// <summary>Completes as soon as no handler runs.</summary>
    public Task WhenIdle() => _slots.WhenNoneTaken();

    /// <summary>Completes as soon as no delivery is left: their handlers run no more, and none waits to run.</summary>
    public Task WhenDone() => Task.WhenAll(Deliveries.WhenNone(), WhenIdle());

    /// <summary>
    /// Completes as soon as no handler runs but the caller, if it is one, and those that wait for the same.
    /// </summary>
    public async Task WhenOthersIdleAsync(CancellationToken cancellationToken)
    {
        if (!IsInside)
        {
            await WhenIdle().WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        using (_context.StandAside())
            await _context.Active.WhenNone().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Free()
    {
        _context.Active.Remove();
        _slots.Leave();
    }
}
