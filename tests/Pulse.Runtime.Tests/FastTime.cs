namespace Pulse.Runtime.Tests;

/// <summary>Time in which a minute passes in a second.</summary>
internal sealed class FastTime : TimeProvider
{
    private const int Factor = 60;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private static TimeSpan Sooner(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Factor;
}
