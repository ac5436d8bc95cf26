namespace Pulse.Chaos;

/// <summary>Publishes message after message at a steady pace, each again until it is confirmed.</summary>
internal sealed class SteadyPublishing : IAsyncDisposable
{
    private const int MaxOutstanding = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Func<int, int, Task<bool>> _tryPublish;
    private readonly SemaphoreSlim _places = new(MaxOutstanding);
    private readonly SemaphoreSlim _mayPublish = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="tryPublish">
    /// Publishes a message, given the number of the message and of the attempt, both from 1, and returns whether it was confirmed.
    /// </param>
    public SteadyPublishing(Func<int, int, Task<bool>> tryPublish)
    {
        _tryPublish = tryPublish;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Cancelled when nothing more is to be published.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Publishes nothing new until <see cref="Resume"/>, and waits until all the rest is confirmed.</summary>
    public async Task PauseAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        await _mayPublish.WaitAsync(deadline.Token);
        for (var place = 0; place < MaxOutstanding; place++)
            await _places.WaitAsync(deadline.Token);
        _places.Release(MaxOutstanding);
    }

    public void Resume() => _mayPublish.Release();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    private async Task RunAsync()
    {
        try
        {
            for (var id = 1; ; id++)
            {
                await _mayPublish.WaitAsync(_stop.Token);
                await _places.WaitAsync(_stop.Token);
                PublishUntilConfirmedAsync(id).Observe();
                _mayPublish.Release();
                await Task.Delay(Pace, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task PublishUntilConfirmedAsync(int id)
    {
        for (var attempt = 1; !_stop.IsCancellationRequested; attempt++)
        {
            if (await _tryPublish(id, attempt))
                break;
            await Task.Delay(BeforeRetry);
        }

        _places.Release();
    }
}
