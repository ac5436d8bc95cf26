using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary><see cref="PulseQueue.Completion"/> reports the end of consuming, and nothing else is disturbed.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class CompletionTests(RabbitMqFixture rabbitMq)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_frozen_broker_does_not_hold_up_a_shutdown()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var entered = new TaskCompletionSource();
        var connection = scene.Connect(options => options with { Url = proxy.Url, TimeProvider = new FastTime() });
        var queue = await connection
            .Queue()
            .On(
                scene.Everything,
                async _ =>
                {
                    entered.SetResult();
                    await Task.Delay(Timeout.Infinite);
                }
            )
            .ConsumeAsync();
        await scene.PublishAsync("a");
        await entered.Task.WithinPatience();
        proxy.Stall();

        await connection.DisposeAsync().AsTask().WithinPatience();
        Assert.Equal(PulseState.Closed, queue.State);
    }

    [Fact]
    public async Task A_silent_broker_delays_pausing_by_the_drain_timeout_and_disposing_by_three_seconds_more()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var connection = scene.Connect(options => options with { Url = proxy.Url, DrainTimeout = Second });
        var queue = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        proxy.Stall();

        Assert.InRange(await TakesAsync(queue.PauseAsync()), Second * 0.9, Second * 3);
        Assert.InRange(await TakesAsync(connection.DisposeAsync().AsTask()), Second * 0.9, Second * 7);
        proxy.Mend();
    }

    [Fact]
    public async Task A_queue_completes_when_the_handler_that_outlived_its_closing_has_ended()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { DrainTimeout = Second * 0.1 });
        var (entered, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var queue = await connection
            .Queue()
            .On(
                scene.Everything,
                async _ =>
                {
                    entered.SetResult();
                    await gate.Task;
                }
            )
            .ConsumeAsync();
        await scene.PublishAsync("a");
        await entered.Task.WithinPatience();

        await queue.CloseAsync().WithinPatience();
        Assert.Equal((PulseState.Closed, false), (queue.State, queue.Completion.IsCompleted));
        gate.SetResult();
        await queue.Completion.WithinPatience();
    }

    [Fact]
    public async Task A_Completion_that_nobody_observes_raises_no_UnobservedTaskException()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var unobserved = new UnobservedExceptions();
        using (var proxy = TcpProxy.To(rabbitMq.Node))
            await ConsumeAndLoseAsync(scene, proxy);
        await FailToConnectAsync(scene);
        await EndByItselfAsync(scene);
        unobserved.AssertNone();
    }

    private static async Task<TimeSpan> TakesAsync(Task task)
    {
        var started = Stopwatch.GetTimestamp();
        await task.WithinPatience();
        return Stopwatch.GetElapsedTime(started);
    }

    // Apart, so that nothing here keeps the tasks from being collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ConsumeAndLoseAsync(Scene scene, TcpProxy proxy)
    {
        var connection = scene.Connect(options => options with { Url = proxy.Url });
        var queue = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        for (var times = 1; times <= 3; times++)
        {
            proxy.CutConnections();
            await Eventually.HoldsAsync(() => proxy.Accepted > times, "it connects again");
        }

        proxy.Cut();
        await Eventually.HoldsAsync(() => queue.State == PulseState.Reconnecting, "it is lost");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task EndByItselfAsync(Scene scene)
    {
        await scene.Connect().Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        for (var number = 0; number < 20; number++)
            await scene.PublishAsync("a", "{");
        await Eventually.HoldsAsync(
            () => scene.Log.All.Any(line => line.StartsWith("Error 12 ", StringComparison.Ordinal)),
            "it ended"
        );
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task FailToConnectAsync(Scene scene)
    {
        var connection = scene.Connect(options => options with { Password = "wrong" });
        var builder = connection.Queue().On(scene.Everything, _ => { });
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => builder.ConsumeAsync());
        _ = builder.ConsumeAsync(new CancellationToken(canceled: true));
        await connection.DisposeAsync();
    }
}
