namespace Pulse;

/// <summary>
/// Background work that does not inherit the caller's <see cref="ExecutionContext"/> (which may be a handler's). Its
/// failure counts as observed.
/// </summary>
internal static class DetachedTask
{
    public static Task<T> Run<T>(Func<Task<T>> work)
    {
        var task = WithoutContext(() => Task.Run(work));
        task.Forget();
        return task;
    }

    public static Task Run(Func<Task> work)
    {
        var task = WithoutContext(() => Task.Run(work));
        task.Forget();
        return task;
    }

    private static T WithoutContext<T>(Func<T> start)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return start();
        using (ExecutionContext.SuppressFlow())
            return start();
    }
}
