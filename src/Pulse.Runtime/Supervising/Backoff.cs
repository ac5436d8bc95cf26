namespace Pulse;

/// <summary>
/// How long to wait before each attempt to restore something: a tenth of a second at first, doubled each time; at
/// most 1 second in the first minute of an outage, then up to 15. Each wait is shortened at random by up to a half, so
/// that the clients of a broker that comes back do not all come at once.
/// </summary>
internal sealed class Backoff(TimeProvider timeProvider)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestAtFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AtFirst = TimeSpan.FromMinutes(1);

    // What is lost again sooner than that has not ended the outage. In the long run, something that keeps breaking is
    // restored no more often than something that cannot be opened.
    private static readonly TimeSpan Stable = Longest;

    private TimeSpan _next = First;
    private long _since = timeProvider.GetTimestamp();
    private long? _openedAt;
    private bool _isOut; // Also while it is open, until that is stable.

    /// <summary>The time since the outage began.</summary>
    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_since);

    /// <summary>To be called when it has ended, by a loss or deliberately.</summary>
    public void Ended(bool isPlanned)
    {
        if (!isPlanned && _openedAt is { } openedAt && _isOut && timeProvider.GetElapsedTime(openedAt) < Stable)
            return;
        _isOut = !isPlanned;
        _next = First;
        _since = timeProvider.GetTimestamp();
    }

    /// <summary>To be called when it is open, for the first time or again.</summary>
    public void Opened() => _openedAt = timeProvider.GetTimestamp();

    /// <summary>The time to wait before the next attempt.</summary>
    public TimeSpan Next()
    {
        var longest = Elapsed < AtFirst ? LongestAtFirst : Longest;
        var wait = _next < longest ? _next : longest;
        _next = wait * 2;
        return wait * (1 - (Random.Shared.NextDouble() / 2));
    }

    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Next(), timeProvider, cancellationToken);
}
