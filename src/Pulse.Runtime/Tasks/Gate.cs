namespace Pulse;

/// <summary>Lets work pass while it is open; closed at first. Thread-safe.</summary>
internal sealed class Gate : IDisposable
{
    private readonly object _sync = new();
    private TaskCompletionSource _open = NewSource();
    private CancellationTokenSource _closed = new();

    public Gate() => _closed.Cancel();

    public bool IsOpen => WhenOpen.IsCompleted;

    /// <summary>Completes when it is open.</summary>
    public Task WhenOpen
    {
        get
        {
            lock (_sync)
                return _open.Task;
        }
    }

    /// <summary>Cancelled when it is closed; another token follows each time that it opens.</summary>
    public CancellationToken Closed
    {
        get
        {
            lock (_sync)
                return _closed.Token;
        }
    }

    public void Open()
    {
        lock (_sync)
        {
            if (!_open.TrySetResult())
                return;
            _closed = new CancellationTokenSource();
        }
    }

    public void Close()
    {
        lock (_sync)
        {
            if (!_open.Task.IsCompleted)
                return;
            _open = NewSource();
            _closed.CancelAsync().Forget();
        }
    }

    void IDisposable.Dispose() => Close();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
