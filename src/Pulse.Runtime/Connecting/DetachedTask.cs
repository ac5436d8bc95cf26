namespace Pulse;

/// <summary>
/// Work that is nobody's in particular: it starts without the context of who happens to ask for it, such as being
/// inside a handler, and its failure need not be observed.
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
