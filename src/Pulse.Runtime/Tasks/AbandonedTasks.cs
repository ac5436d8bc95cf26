namespace Pulse;

/// <summary>
/// Waits for tasks that cannot be cancelled, or not in time: the task is left running, and its failure counts as
/// observed.
/// </summary>
internal static class AbandonedTasks
{
    /// <summary>Waits until the task completes or the token is cancelled.</summary>
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

    /// <summary>Waits until the task completes, the token is cancelled, or the time has passed.</summary>
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

    /// <summary>Waits until the task completes, successfully or not, but no longer than the given time.</summary>
    public static async Task WaitAtMostAsync(this Task task, TimeSpan timeout, TimeProvider timeProvider)
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
