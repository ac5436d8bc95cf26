namespace Pulse;

/// <summary>
/// How long to wait before each attempt to restore something: a tenth of a second at first, doubled each time; at
/// most 1 second in the first minute, then up to 15. Each wait is shortened at random by up to a half, so that the
/// clients of a broker that comes back do not all come at once.
/// </summary>
internal sealed class Backoff(TimeProvider timeProvider)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestAtFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AtFirst = TimeSpan.FromMinutes(1);

    // Something that is lost again sooner than that must not be asked for ten times a second.
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(1);

    private TimeSpan _next = First;
    private long _lostAt = timeProvider.GetTimestamp();
    private long? _openedAt;

    /// <summary>The time since the loss.</summary>
    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_lostAt);

    /// <summary>To be called when it is lost.</summary>
    public void Lost()
    {
        if (_openedAt is not { } openedAt || timeProvider.GetElapsedTime(openedAt) >= Stable)
            _next = First;
        _lostAt = timeProvider.GetTimestamp();
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
