namespace Pulse;

/// <summary>
/// Waiting for tasks that cannot be cancelled, or not in time: they are left behind, and what becomes of them
/// is nobody's error.
/// </summary>
internal static class AbandonedTasks
{
    /// <summary>Waits until the task ends or the token is cancelled.</summary>
    public static Task AbandonOn(this Task task, CancellationToken cancellationToken)
    {
        task.Forget();
        return task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc cref="AbandonOn(Task,CancellationToken)"/>
    public static Task<T> AbandonOn<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        task.Forget();
        return task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until the task ends, the token is cancelled, or that time has passed.</summary>
    /// <exception cref="TimeoutException">The time has passed.</exception>
    public static Task AbandonAfter(
        this Task task,
        TimeSpan timeout,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        task.Forget();
        return task.WaitAsync(timeout, timeProvider, cancellationToken);
    }

    /// <inheritdoc cref="AbandonAfter(Task,TimeSpan,TimeProvider,CancellationToken)"/>
    public static Task<T> AbandonAfter<T>(
        this Task<T> task,
        TimeSpan timeout,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        task.Forget();
        return task.WaitAsync(timeout, timeProvider, cancellationToken);
    }

    /// <summary>Waits until the task ends, well or not, but no longer than that.</summary>
    public static async Task EndWithinAsync(this Task task, TimeSpan timeout, TimeProvider timeProvider)
    {
        task.Forget();
        await task.WaitAsync(timeout, timeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Keeps a task's failure from being reported as unobserved.</summary>
    public static void Forget(this Task task) =>
        _ = task.ContinueWith(
            static failed => _ = failed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
}
