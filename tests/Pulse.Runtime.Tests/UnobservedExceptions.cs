using RabbitMQ.Client.Exceptions;

namespace Pulse.Runtime.Tests;

/// <summary>
/// Collects the failures of tasks that nobody has observed, in the whole process. One kind is left out: where a connection
/// breaks while RabbitMQ.Client sends a request, the client leaves the task of the reply behind, which fails with an
/// exception that was never thrown and so has no stack trace. Nobody outside of the client can observe it.
/// </summary>
internal sealed class UnobservedExceptions : IDisposable
{
    private readonly Inbox<Exception> _all = new();

    public UnobservedExceptions()
    {
        Collect(); // What tests before left behind is not meant.
        TaskScheduler.UnobservedTaskException += Note;
    }

    /// <summary>Waits for the garbage collector, and asserts that there are none.</summary>
    public void AssertNone()
    {
        Collect();
        Assert.True(_all.Count == 0, _all.Last?.ToString());
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs args)
    {
        if (!args.Exception.InnerExceptions.All(one => one is OperationInterruptedException { StackTrace: null }))
            _all.Add(args.Exception);
    }
}
