namespace Pulse;

/// <summary>Counts work that has begun and not ended, and lets others wait until there is none. Thread-safe.</summary>
internal sealed class Outstanding
{
    private readonly object _sync = new();
    private int _count;
    private TaskCompletionSource? _none; // Made by the first who waits.

    public int Count => Volatile.Read(ref _count);

    public void Add()
    {
        lock (_sync)
            _count++;
    }

    public void Remove()
    {
        TaskCompletionSource? none = null;
        lock (_sync)
        {
            if (--_count == 0)
                (none, _none) = (_none, null);
        }

        none?.SetResult();
    }

    /// <summary>Completes as soon as nothing is outstanding.</summary>
    public Task WhenNone()
    {
        lock (_sync)
        {
            if (_count == 0)
                return Task.CompletedTask;
            _none ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _none.Task;
        }
    }
}
