using Microsoft.Extensions.Logging.Abstractions;

namespace Pulse.Runtime.Tests.Handling;

public sealed class HandlerSchedulerTests
{
    private readonly HandlerScheduler _scheduler = Create(concurrency: 1);

    [Fact]
    public async Task One_slot_is_given_at_a_time_in_the_order_of_asking()
    {
        await EnterAsync(_scheduler);
        var second = EnterAsync(_scheduler);
        var third = EnterAsync(_scheduler);
        Assert.False(second.IsCompleted);
        _scheduler.Leave(HandlerTurn.Slot);
        await second.WithinPatience();
        Assert.False(third.IsCompleted);
        _scheduler.Leave(HandlerTurn.Slot);
        await third.WithinPatience();
    }

    [Fact]
    public async Task A_scheduler_is_idle_when_no_slot_is_taken_and_nobody_waits_for_one()
    {
        Assert.True(_scheduler.WhenIdle().IsCompleted);
        await EnterAsync(_scheduler);
        var second = EnterAsync(_scheduler);
        var idle = _scheduler.WhenIdle();
        _scheduler.Leave(HandlerTurn.Slot);
        await second.WithinPatience();
        Assert.False(idle.IsCompleted);
        _scheduler.Leave(HandlerTurn.Slot);
        await idle.WithinPatience();
        Assert.False(_scheduler.IsBusy);
    }

    [Fact]
    public async Task Code_that_a_handler_left_running_is_not_inside_it_once_it_has_returned()
    {
        var go = new TaskCompletionSource();
        var run = new Run(async () =>
        {
            Assert.True(_scheduler.IsInside);
            await Task.Yield();
            Assert.True(_scheduler.IsInside);
            _ = Task.Run(async () =>
                {
                    await go.Task;
                    return _scheduler.IsInside;
                })
                .ContinueWith(task => _leftRunning.SetResult(task.Result));
        });
        await _scheduler.RunAsync(run);
        Assert.False(_scheduler.IsInside);
        go.SetResult();
        Assert.False(await _leftRunning.Task.WithinPatience());
    }

    private readonly TaskCompletionSource<bool> _leftRunning = new();

    private static HandlerScheduler Create(int concurrency) =>
        new(concurrency, new Slowdown(NullLogger.Instance, TimeProvider.System), CancellationToken.None);

    private static Task<HandlerTurn> EnterAsync(HandlerScheduler scheduler)
    {
        var gate = new Gate();
        gate.Open();
        return scheduler.EnterAsync(gate, new TaskCompletionSource().Task);
    }

    private sealed class Run(Func<Task> execute) : DeliveryRun(new Delivery())
    {
        public override async Task<bool> ExecuteAsync(CancellationToken stopping)
        {
            await execute();
            return false;
        }
    }
}
