namespace Pulse;

/// <summary>
/// Keeps one thing open: waits until it ends, discards it, and opens the next one, with a <see cref="Backoff"/>
/// between attempts. Nothing is repaired. This is the only recovery loop; the connection and each queue's channel use
/// it.
/// </summary>
internal abstract class Supervisor<T>(ObservedState state, TimeProvider timeProvider) : IAsyncDisposable
    where T : class
{
    private readonly object _sync = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Backoff _backoff = new(timeProvider);

    // Under the lock.
    private TaskCompletionSource<T> _current = NewCurrent(); // Pending while nothing is open.
    private T? _latest; // Stays when it has ended.

    private Task _supervision = Task.CompletedTask;

    /// <summary>
    /// Completes when supervision has stopped. Faults when something ended in a way that reopening cannot help against.
    /// </summary>
    public Task Completion => _supervision;

    /// <summary>Cancelled once nothing is to be opened any more.</summary>
    protected CancellationToken Stopping => _stopping.Token;

    protected ObservedState State => state;

    protected TimeProvider TimeProvider => timeProvider;

    /// <summary>What is open, or was until now; <see langword="null"/> while it is being replaced.</summary>
    protected T? Current
    {
        get
        {
            lock (_sync)
                return _current.Task is { IsCompletedSuccessfully: true, Result: var open } ? open : null;
        }
    }

    /// <summary>From now on nothing is opened any more.</summary>
    public void Stop()
    {
        lock (_sync)
            _stopping.CancelAsync().Forget();
    }

    /// <summary>Stops, and closes what is open; in bounded time, without errors.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>
    /// A task that completes when one has ended: with the reason when it is lost, with <see langword="null"/> when it
    /// is replaced deliberately, and with a failure where another one would fail alike.
    /// </summary>
    protected abstract Task<PulseException?> EndOf(T open);

    /// <summary>Opens the next one. May fail and will be called again.</summary>
    protected abstract Task<T> OpenNextAsync();

    /// <summary>Called when one has ended; without a reason, it was ended deliberately.</summary>
    protected abstract Task OnEndedAsync(T ended, PulseException? reason);

    /// <summary>Called when an attempt has failed for another reason than the one before.</summary>
    protected abstract void OnStillLost(PulseException failure);

    /// <summary>Called when the next one is open.</summary>
    protected abstract void OnRestored(T open, TimeSpan outage);

    /// <summary>Begins to supervise the first one.</summary>
    protected void Supervise(T first)
    {
        SetOpen(first);
        _supervision = DetachedTask.Run(() => SuperviseAsync(first));
    }

    /// <summary>Replaces <paramref name="open"/> with <paramref name="next"/>; returns false if it is no longer current.</summary>
    protected bool TryReplace(T open, T next)
    {
        lock (_sync)
        {
            if (_stopping.IsCancellationRequested || Current != open)
                return false;
            _current = NewCurrent();
            SetOpen(next);
            return true;
        }
    }

    /// <summary>Sets or clears <see cref="PulseState.Blocked"/>, if that one is what is open.</summary>
    protected void SetBlocked(T open, Func<PulseException?> reason)
    {
        lock (_sync)
        {
            if (Current == open)
                state.SetBlocked(reason);
        }
    }

    /// <summary>What is open, or the next one when it is open.</summary>
    /// <exception cref="TimeoutException">Nothing was open in time.</exception>
    protected async Task<T> NextAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopping);
        Task<T> current;
        lock (_sync)
        {
            // It may have ended and the loop not have noticed yet.
            if (Current is { } open && EndOf(open) is { IsCompletedSuccessfully: true, Result: { } reason })
                SetLost_NeedsLock(reason);
            current = _current.Task;
        }

        return await current.WaitAsync(timeout, timeProvider, either.Token).ConfigureAwait(false);
    }

    private async Task SuperviseAsync(T open)
    {
        while (true)
        {
            _backoff.Opened();
            var reason = await EndOf(open).WaitAsync(Stopping).ConfigureAwait(false);
            _backoff.Ended(isPlanned: reason is null);
            if (ReplacementOf(open, reason) is { } replacement)
            {
                open = replacement;
                continue;
            }

            var lostAt = timeProvider.GetTimestamp();
            await OnEndedAsync(open, reason).ConfigureAwait(false);
            open = await ReopenAsync(isPlanned: reason is null).ConfigureAwait(false);
            SetOpen(open);
            OnRestored(open, timeProvider.GetElapsedTime(lostAt));
        }
    }

    private T? ReplacementOf(T ended, PulseException? reason)
    {
        lock (_sync)
        {
            if (_latest != ended)
                return _latest;
            SetLost_NeedsLock(reason);
            return null;
        }
    }

    // The state is set in step: who finds it lost and who restores it may be two threads.
    private void SetOpen(T open)
    {
        lock (_sync)
        {
            _latest = open;
            _current.SetResult(open);
            state.Set(PulseState.Connected);
        }
    }

    private void SetLost_NeedsLock(PulseException? reason)
    {
        if (!_current.Task.IsCompleted)
            return;
        _current = NewCurrent();
        state.Set(PulseState.Reconnecting, reason);
    }

    private async Task<T> ReopenAsync(bool isPlanned)
    {
        string? lastFailure = null;
        for (var isFirst = true; ; isFirst = false)
        {
            if (!(isPlanned && isFirst))
                await _backoff.WaitAsync(Stopping).ConfigureAwait(false);
            try
            {
                return await OpenNextAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (!Stopping.IsCancellationRequested)
            {
                var failure =
                    exception as PulseException
                    ?? new PulseException(
                        $"Reconnecting failed because of an unexpected error: {exception.Message}",
                        exception
                    );
                state.Set(PulseState.Reconnecting, failure);
                // Every attempt that fails for the same reason would be a line each second.
                if (failure.Message != lastFailure)
                    OnStillLost(failure);
                lastFailure = failure.Message;
            }
        }
    }

    private static TaskCompletionSource<T> NewCurrent() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
