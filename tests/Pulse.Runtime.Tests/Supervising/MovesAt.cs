namespace Pulse.Runtime.Tests.Supervising;

/// <summary>Runs an action when an event is logged, before the code that logs it continues.</summary>
internal sealed class MovesAt(int eventId) : StubLogger
{
    public Func<Task>? MoveAsync { get; set; }

    protected override void Log(LogLine line)
    {
        if (line.EventId != eventId || MoveAsync is not { } move)
            return;
        MoveAsync = null;
        Task.Run(move).GetAwaiter().GetResult();
    }
}
