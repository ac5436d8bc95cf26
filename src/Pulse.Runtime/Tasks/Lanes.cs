namespace Pulse;

/// <summary>
/// Lanes of work, by key: those who enter one get it one after the other, in the order of asking. Thread-safe.
/// </summary>
internal sealed class Lanes
{
    private readonly Dictionary<object, Lane> _taken = []; // Is also the lock.

    /// <summary>Asks for a lane; <see cref="Leave"/> gives it back.</summary>
    /// <param name="key">The key.</param>
    /// <param name="turn">Completes when the lane is the caller's.</param>
    public Lane Enter(object key, out Task turn)
    {
        lock (_taken)
        {
            if (!_taken.TryGetValue(key, out var lane))
            {
                _taken.Add(key, lane = new Lane(key));
                turn = Task.CompletedTask;
                return lane;
            }

            var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lane.Waiting.Enqueue(next);
            turn = next.Task;
            return lane;
        }
    }

    /// <summary>Gives a lane back, to the next who waits if anyone does.</summary>
    public void Leave(Lane lane)
    {
        lock (_taken)
        {
            if (lane.Waiting.TryDequeue(out var next))
                next.SetResult();
            else
                _taken.Remove(lane.Key);
        }
    }

    internal sealed class Lane(object key)
    {
        public object Key => key;

        public Queue<TaskCompletionSource> Waiting { get; } = new();
    }
}
