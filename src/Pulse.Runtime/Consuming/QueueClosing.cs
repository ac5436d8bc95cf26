namespace Pulse;

/// <summary>
/// Closes a queue, once and in order: no further message starts, the handler that runs ends or is cancelled, the channel
/// closes.
/// </summary>
internal sealed class QueueClosing(
    PulseQueue queue,
    PulseConnection connection,
    QueueSupervisor supervisor,
    HandlerScheduler handlers,
    CancellationTokenSource handlersStopping,
    ObservedState state
)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _sync = new(); // Guards the closing.
    private Task? _closing;

    /// <inheritdoc cref="PulseQueue.Completion"/>
    public Task Completion => _completion.Task;

    /// <summary>Completes, once closing has begun, when no further message starts.</summary>
    public Task PausedForGood => _paused.Task;

    /// <summary>Closes the queue, for the first reason given; completes when all is done, without errors.</summary>
    public Task CloseAsync(PulseException? reason)
    {
        lock (_sync)
            return _closing ??= DetachedTask.Run(() => CloseInOrderAsync(reason));
    }

    /// <summary>
    /// Closes the queue from inside a handler; completes when no further message starts and no handler runs but the caller and
    /// those that wait for the same, or when all is done.
    /// </summary>
    public async Task CloseFromInsideAsync()
    {
        var closing = CloseAsync(reason: null);
        await PausedForGood.ConfigureAwait(false);
        await Task.WhenAny(handlers.WhenOthersIdleAsync(CancellationToken.None), closing).ConfigureAwait(false);
    }

    /// <summary>Closes the queue if consuming stops because of an error.</summary>
    public async Task CloseOnFailureAsync()
    {
        try
        {
            await supervisor.Completion.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _ = CloseAsync(
                exception as PulseException
                    ?? new PulseException($"Consuming the queue '{queue.Name}' failed: {exception.Message}", exception)
            );
        }
    }

    private async Task CloseInOrderAsync(PulseException? reason)
    {
        var options = connection.Options;
        using var deadline = new CancellationTokenSource(options.DrainTimeout, options.TimeProvider);
        try
        {
            await supervisor.StopAsync().AbandonOn(deadline.Token).ConfigureAwait(false);
            _paused.TrySetResult();
            await handlers.WhenDone().WaitAsync(deadline.Token).ConfigureAwait(false);
            await supervisor.WhenSettledByHand().WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (handlers.IsBusy)
                connection.Logger.DrainTimedOut(queue.Name, options.DrainTimeout);
            else if (supervisor.Unsettled is > 0 and var unsettled)
                connection.Logger.ClosedUnsettled(queue.Name, options.DrainTimeout, unsettled);
            handlersStopping.CancelAsync().Forget();
        }

        _paused.TrySetResult();
        await supervisor.DisposeAsync().ConfigureAwait(false);
        connection.Remove(queue);
        Complete(reason);
    }

    // Completion first: whatever logging does, those who wait for the end must hear of it.
    private void Complete(PulseException? reason)
    {
        state.Set(PulseState.Closed, reason);
        if (reason is null)
        {
            var done = handlers.WhenDone(); // A handler may have outlived the drain.
            if (done.IsCompleted)
                _completion.TrySetResult();
            else
                _ = DetachedTask.Run(() => CompleteAfterAsync(done));
            connection.Logger.Closed(queue.Name);
            return;
        }

        _completion.TrySetException(reason);
        // A caller that ignores Completion has the log; its process must not end because of it.
        _ = _completion.Task.Exception;
        connection.Logger.StoppedConsuming(reason, queue.Name);
    }

    private async Task CompleteAfterAsync(Task done)
    {
        await done.ConfigureAwait(false);
        _completion.TrySetResult();
    }
}
