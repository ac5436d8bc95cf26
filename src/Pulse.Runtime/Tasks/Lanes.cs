namespace Pulse;

/// <summary>
/// Lanes of work, by key: those who enter one get it one after the other, in the order of asking. Thread-safe.
/// </summary>
internal sealed class Lanes
{
    // Those who wait for a lane that somebody is in; none until somebody waits. Is also the lock.
    private readonly Dictionary<object, Queue<TaskCompletionSource>?> _taken = [];

    /// <summary>Waits for the lane and takes it; <see cref="Leave"/> gives it back.</summary>
    public Task EnterAsync(object key)
    {
        lock (_taken)
        {
            if (_taken.TryAdd(key, null))
                return Task.CompletedTask;
            var waiting = _taken[key] ??= new Queue<TaskCompletionSource>();
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    /// <summary>Gives a lane back, to the next who waits if anyone does.</summary>
    public void Leave(object key)
    {
        lock (_taken)
        {
            if (_taken[key] is { Count: > 0 } waiting)
                waiting.Dequeue().SetResult();
            else
                _taken.Remove(key);
        }
    }
}
