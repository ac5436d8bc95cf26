namespace Pulse;

/// <summary>A number of slots; those who wait for one get it in the order of asking. Thread-safe.</summary>
internal sealed class Slots(int count)
{
    private readonly Queue<TaskCompletionSource> _waiting = new(); // Is also the lock.
    private readonly Outstanding _taken = new();

    /// <summary>Whether a slot is taken.</summary>
    public bool IsAnyTaken => _taken.Count > 0;

    /// <summary>Waits for a slot and takes it; <see cref="Leave"/> gives it back.</summary>
    public Task EnterAsync()
    {
        lock (_waiting)
        {
            if (_taken.Count < count)
            {
                _taken.Add();
                return Task.CompletedTask;
            }

            var slot = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(slot);
            return slot.Task;
        }
    }

    /// <summary>Takes a slot if one is free.</summary>
    public bool TryEnter()
    {
        lock (_waiting)
        {
            if (_taken.Count >= count)
                return false;
            _taken.Add();
            return true;
        }
    }

    /// <summary>Gives a slot back, to the next who waits if anyone does.</summary>
    public void Leave()
    {
        lock (_waiting)
        {
            if (_waiting.TryDequeue(out var next))
                next.SetResult();
            else
                _taken.Remove();
        }
    }

    /// <summary>Completes as soon as no slot is taken.</summary>
    public Task WhenNoneTaken() => _taken.WhenNone();
}
