using System.Diagnostics;

namespace Pulse.TestKit;

/// <summary>Waits for the effects of other processes and threads; never for a fixed time.</summary>
public static class Eventually
{
    /// <summary>How long a test waits for an effect before it fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until a condition holds; throws if it does not within <see cref="Patience"/>.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">The condition in words, for the exception.</param>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        if (!await IsTrueAsync(condition, Patience, Pause).ConfigureAwait(false))
            throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}");
    }

    /// <inheritdoc cref="HoldsAsync(Func{Task{bool}}, string)"/>
    public static Task HoldsAsync(Func<bool> condition, string what) =>
        HoldsAsync(() => Task.FromResult(condition()), what);

    /// <summary>Waits until a condition holds, or until time is up.</summary>
    /// <returns>Whether the condition held.</returns>
    public static async Task<bool> IsTrueAsync(Func<Task<bool>> condition, TimeSpan patience, TimeSpan pause)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            if (Stopwatch.GetElapsedTime(started) >= patience)
                return false;
            await Task.Delay(pause).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Waits for a task, no longer than <see cref="Patience"/>.</summary>
    public static Task WithinPatience(this Task task) => task.WaitAsync(Patience);

    /// <inheritdoc cref="WithinPatience(Task)"/>
    public static Task<T> WithinPatience<T>(this Task<T> task) => task.WaitAsync(Patience);
}
