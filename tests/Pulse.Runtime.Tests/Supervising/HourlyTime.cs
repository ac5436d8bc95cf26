using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Supervising;

/// <summary>Lets an hour pass once a timer of that length is waiting.</summary>
internal sealed class HourlyTime : FakeTimeProvider
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _waiting = new(0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == Hour)
            _waiting.Release();
        return timer;
    }

    public async Task PassAnHourAsync()
    {
        Assert.True(await _waiting.WaitAsync(Eventually.Patience), "nobody waits for an hour to pass");
        Advance(Hour);
    }
}
