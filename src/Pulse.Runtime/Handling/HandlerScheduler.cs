namespace Pulse;

/// <summary>
/// Says when a handler may start: one at a time, whatever channel its message came by. Thread-safe.
/// </summary>
internal sealed class HandlerScheduler(CancellationToken stopping)
{
    private readonly Slots _slots = new(1);
    private readonly HandlerContext _context = new();

    /// <inheritdoc cref="HandlerContext.IsInside"/>
    public bool IsInside => _context.IsInside;

    /// <summary>Whether a handler runs.</summary>
    public bool IsBusy => _slots.IsAnyTaken;

    /// <summary>Whether the handler that runs was told to end: no other one should start.</summary>
    public bool IsStopping => stopping.IsCancellationRequested;

    /// <summary>Waits until a handler may start; <see cref="Leave"/> ends its turn.</summary>
    public Task EnterAsync() => _slots.EnterAsync();

    /// <summary>Ends what <see cref="EnterAsync"/> began.</summary>
    public void Leave() => _slots.Leave();

    /// <summary>Runs a handler that may start; completes when the next one may.</summary>
    /// <returns>Whether it has to run once more.</returns>
    public async Task<bool> RunAsync(DeliveryRun run)
    {
        using (_context.Enter())
            return await run.ExecuteAsync(stopping).ConfigureAwait(false);
    }

    /// <summary>Completes as soon as no handler runs.</summary>
    public Task WhenIdle() => _slots.WhenNoneTaken();
}
