namespace Pulse;

/// <summary>
/// Says when a handler may start: one at a time, whatever channel its message came by. Thread-safe.
/// </summary>
internal sealed class HandlerScheduler(CancellationToken stopping)
{
    private const int Slots = 1;

    private readonly object _sync = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly Outstanding _taken = new();
    private readonly HandlerContext _context = new();

    /// <inheritdoc cref="HandlerContext.IsInside"/>
    public bool IsInside => _context.IsInside;

    /// <summary>Whether a handler runs.</summary>
    public bool IsBusy => _taken.Count > 0;

    /// <summary>Whether the handler that runs was told to end: no other one should start.</summary>
    public bool IsStopping => stopping.IsCancellationRequested;

    /// <summary>Waits for a slot and takes it; those who wait get one in order. To be given back with <see cref="Leave"/>.</summary>
    public Task EnterAsync()
    {
        lock (_sync)
        {
            if (_taken.Count < Slots)
            {
                _taken.Add();
                return Task.CompletedTask;
            }

            var slot = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(slot);
            return slot.Task;
        }
    }

    /// <summary>Gives the slot back, to the next who waits if anyone does.</summary>
    public void Leave()
    {
        lock (_sync)
        {
            if (_waiting.TryDequeue(out var next))
                next.SetResult();
            else
                _taken.Remove();
        }
    }

    /// <summary>Runs in a slot that was taken; completes when it may be given back.</summary>
    public async Task RunAsync(DeliveryRun run)
    {
        using (_context.Enter())
            await run.ExecuteAsync(stopping).ConfigureAwait(false);
    }

    /// <summary>Completes as soon as no handler runs.</summary>
    public Task WhenIdle() => _taken.WhenNone();
}
