namespace Pulse;

/// <summary>Counts work that has begun and not ended, and lets others wait until there is none. Thread-safe.</summary>
internal sealed class Outstanding
{
    private readonly object _sync = new();
    private int _count;
    private TaskCompletionSource? _none; // Made by the first who waits.

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);

    public void Remove()
    {
        if (Interlocked.Decrement(ref _count) == 0 && Volatile.Read(ref _none) is not null)
            SetNone();
    }

    /// <summary>Completes as soon as nothing is outstanding.</summary>
    public Task WhenNone()
    {
        if (Count == 0)
            return Task.CompletedTask;
        Task none;
        lock (_sync)
        {
            _none ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            none = _none.Task;
        }

        // The last one may have been removed before it could see that somebody waits.
        Interlocked.MemoryBarrier();
        if (Count == 0)
            SetNone();
        return none;
    }

    private void SetNone()
    {
        TaskCompletionSource? none;
        lock (_sync)
        {
            if (Count > 0)
                return;
            (none, _none) = (_none, null);
        }

        none?.SetResult();
    }
}
