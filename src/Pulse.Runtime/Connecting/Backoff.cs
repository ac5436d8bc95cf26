namespace Pulse;

/// <summary>
/// How long to wait before each attempt to bring something back: from a tenth of a second on, doubled each time; at
/// most 1 second in the first minute, then up to 15. Each wait is shortened at random by up to a half, so that many
/// clients of a broker that comes back do not come all at once.
/// </summary>
internal sealed class Backoff(TimeProvider timeProvider)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestAtFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AtFirst = TimeSpan.FromMinutes(1);

    // What is lost sooner than that after it came back, again and again, is not to be asked ten times a second.
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(1);

    private TimeSpan _next = First;
    private long _lostAt = timeProvider.GetTimestamp();
    private long? _backAt;

    /// <summary>How long it is since the loss.</summary>
    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_lostAt);

    /// <summary>To be called when something is lost that was there, or had come back.</summary>
    public void Lost()
    {
        if (_backAt is not { } backAt || timeProvider.GetElapsedTime(backAt) >= Stable)
            _next = First;
        _lostAt = timeProvider.GetTimestamp();
    }

    /// <summary>To be called when it is back.</summary>
    public void Back() => _backAt = timeProvider.GetTimestamp();

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
