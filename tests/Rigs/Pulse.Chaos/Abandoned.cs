namespace Pulse.Chaos;

/// <summary>Tasks that are no longer waited for: their failures count as observed.</summary>
internal static class Abandoned
{
    public static Task<T> Within<T>(this Task<T> task, TimeSpan patience, CancellationToken ct = default)
    {
        task.Observe();
        return task.WaitAsync(patience, ct);
    }

    public static Task Within(this Task task, TimeSpan patience, CancellationToken ct = default)
    {
        task.Observe();
        return task.WaitAsync(patience, ct);
    }

    public static void Observe(this Task task) =>
        _ = task.ContinueWith(
            static failed => _ = failed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
}
