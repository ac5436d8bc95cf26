namespace Pulse;

/// <summary>Whether a handler that has thrown runs once more on the same delivery, and when.</summary>
/// <param name="Attempts">How many more times it may run.</param>
/// <param name="FirstDelay">The pause before the first of these.</param>
/// <param name="MaxDelay">The longest pause.</param>
/// <param name="When">Which exceptions it runs again for; <see langword="null"/> for all.</param>
internal sealed record RetryPolicy(int Attempts, TimeSpan FirstDelay, TimeSpan MaxDelay, Func<Exception, bool>? When)
{
    /// <summary>Whether it runs once more.</summary>
    /// <param name="failures">How many times it has failed.</param>
    /// <param name="failure">The last failure.</param>
    public bool RunsAgain(int failures, Exception failure) => failures <= Attempts && (When is null || When(failure));

    /// <summary>
    /// The pause after so many failures: doubled each time, and by chance up to a half shorter, so that what failed together
    /// does not come back together.
    /// </summary>
    public TimeSpan PauseAfter(int failures)
    {
        var doubled = FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 60));
        var longest = Math.Min(doubled, MaxDelay.TotalSeconds);
        return TimeSpan.FromSeconds(longest * (1 - Random.Shared.NextDouble() / 2));
    }
}
