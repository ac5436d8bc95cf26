using System.Diagnostics;

namespace Pulse.Chaos;

/// <summary>Tells when one consumer consumes again. Safe for concurrent use.</summary>
internal sealed class Arrivals
{
    private readonly object _sync = new();
    private (long Since, TaskCompletionSource<TimeSpan> Elapsed)? _awaited;

    public void Receive(Message message)
    {
        lock (_sync)
        {
            if (_awaited is not { } awaited || message.PublishedAt <= awaited.Since)
                return;
            _awaited = null;
            awaited.Elapsed.TrySetResult(Stopwatch.GetElapsedTime(awaited.Since));
        }
    }

    /// <summary>How long after a moment the first message arrives that was published after it.</summary>
    public Task<TimeSpan> ConsumingAgainAsync(long since)
    {
        var elapsed = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sync)
            _awaited = (since, elapsed);
        return elapsed.Task;
    }
}
