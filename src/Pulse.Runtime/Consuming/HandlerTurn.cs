namespace Pulse;

/// <summary>
/// The turn to run a handler, of which a queue has one: handlers run one after the other, whatever connection their
/// messages came by.
/// </summary>
internal sealed class HandlerTurn(DeliveryProcessor processor) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AsyncLocal<Run?> _run = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>
    /// Whether the caller is a handler of this queue, or something that one waits for. What a handler has left
    /// running is inside no longer once the handler has returned.
    /// </summary>
    public bool IsInside => _run.Value is { HasEnded: false };

    /// <summary>Whether a handler runs.</summary>
    public bool IsTaken => _turn.CurrentCount == 0;

    /// <summary>Waits for the turn and processes what there is then, if anything.</summary>
    public async Task ProcessAsync(Func<ReceivedMessage?> take)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_stop.IsCancellationRequested && take() is { } message)
                await ProcessAsync(message).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives a message back to the queue that nothing was done with.</summary>
    public ValueTask GiveBackAsync(ReceivedMessage message) => processor.GiveBackAsync(message);

    /// <inheritdoc cref="DeliveryProcessor.NoteLost"/>
    public void NoteLost(ReceivedMessage message) => processor.NoteLost(message);

    /// <summary>Waits until no handler runs.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        _turn.Release();
    }

    /// <summary>Tells the handler that runs to end, and has no other start.</summary>
    public ValueTask DisposeAsync()
    {
        _stop.CancelAsync().Forget();
        return ValueTask.CompletedTask;
    }

    private async Task ProcessAsync(ReceivedMessage message)
    {
        var run = new Run();
        _run.Value = run;
        try
        {
            await processor.ProcessAsync(message, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            run.End();
        }
    }

    /// <summary>One message's way through its handler.</summary>
    private sealed class Run
    {
        private volatile bool _hasEnded;

        public bool HasEnded => _hasEnded;

        public void End() => _hasEnded = true;
    }
}
