namespace Pulse;

/// <summary>
/// One timer for many deadlines: nearly every message is confirmed long before its own. It may be a moment late, so that
/// deadlines that are close together are checked together, and it is often early, so that what was cancelled does not stay
/// in memory until the next deadline.
/// </summary>
internal sealed class DeadlineTimer : IDisposable
{
    private static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _timeProvider;
    private readonly Action _check;
    private readonly ITimer _timer;
    private long _next = long.MaxValue; // When it checks; never while nothing was asked for.

    /// <param name="timeProvider">The time.</param>
    /// <param name="check">Looks for what is due, and says with <see cref="CheckBy"/> when to look again.</param>
    public DeadlineTimer(TimeProvider timeProvider, Action check)
    {
        _timeProvider = timeProvider;
        _check = check;
        _timer = timeProvider.CreateTimer(
            static timer => ((DeadlineTimer)timer!).Check(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Checks by a timestamp at the latest; one call at a time.</summary>
    public void CheckBy(long deadline)
    {
        var now = _timeProvider.GetTimestamp();
        var latest = now + (long)(LongestWait.TotalSeconds * _timeProvider.TimestampFrequency);
        var at = Math.Clamp(deadline, now, latest);
        if (at >= Volatile.Read(ref _next))
            return;
        Volatile.Write(ref _next, at);
        _timer.Change(_timeProvider.GetElapsedTime(now, at) + Lateness, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        // Before the check: what is asked for meanwhile is either seen by it, or sets the timer again.
        Volatile.Write(ref _next, long.MaxValue);
        _check();
    }
}
