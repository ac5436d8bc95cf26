using System.Runtime.CompilerServices;
using Pulse.Broker;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Consuming that ends by itself says why.</summary>
[Collection(OneBroker.Name)]
public sealed class CompletionTests(BrokerFixture broker)
{
    [Fact]
    public async Task A_connection_that_the_broker_closes_is_the_reason()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var connection = scene.Connect();
        var queue = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        var paused = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        await paused.PauseAsync();
        await broker.Node.CloseAllConnectionsAsync("out for lunch");

        foreach (var one in new[] { queue, paused })
        {
            var reason = await Assert.ThrowsAsync<ConnectionFailedException>(() => one.Completion.WithinPatience());
            Assert.Contains("out for lunch", reason.Message, StringComparison.Ordinal);
            Assert.Contains("user 'guest'", reason.Message, StringComparison.Ordinal);
            Assert.NotNull(reason.InnerException);
        }

        await queue.CloseAsync();
        await queue.PauseAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.ResumeAsync());
    }

    [Fact]
    public async Task A_connection_that_breaks_is_the_reason()
    {
        await using var scene = await Scene.OpenAsync(broker);
        using var proxy = TcpProxy.To(broker.Node);
        var queue = await scene
            .Connect(options => options with { Url = proxy.Url })
            .Queue()
            .On(scene.Everything, _ => { })
            .ConsumeAsync();
        proxy.Cut();
        await Assert.ThrowsAsync<ConnectionFailedException>(() => queue.Completion.WithinPatience());
    }

    [Fact]
    public async Task What_runs_when_the_connection_breaks_may_finish_and_its_message_comes_again()
    {
        await using var scene = await Scene.OpenAsync(broker);
        using var proxy = TcpProxy.To(broker.Node);
        var (entered, gate) = (new TaskCompletionSource<Delivery>(), new TaskCompletionSource());
        var queue = await scene
            .Connect(options => options with { Url = proxy.Url })
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async d =>
                {
                    entered.SetResult(d);
                    await gate.Task;
                }
            )
            .ConsumeAsync();
        await scene.PublishAsync("a");
        var delivery = await entered.Task.WithinPatience();
        proxy.Cut();
        await scene.WaitingBecomesAsync(1);
        Assert.False(queue.Completion.IsCompleted);

        gate.SetResult();
        await Assert.ThrowsAsync<ConnectionFailedException>(() => queue.Completion.WithinPatience());
        Assert.Equal(Settlement.Acknowledged, delivery.Settlement); // told to nobody
        Assert.Equal(1u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task A_queue_that_is_deleted_is_the_reason()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        await scene.Channel.QueueDeleteAsync(scene.FullQueueName);

        var reason = await Assert.ThrowsAsync<PulseException>(() => queue.Completion.WithinPatience());
        Assert.Contains(scene.FullQueueName, reason.Message, StringComparison.Ordinal);
        Assert.Contains("deleted", reason.Message, StringComparison.Ordinal);
        await Eventually.HoldsAsync(
            () => scene.Log.All.Any(line => line.StartsWith("Error 12 ", StringComparison.Ordinal)),
            "it is logged"
        );
    }

    [Fact]
    public async Task A_frozen_broker_does_not_hold_up_a_shutdown()
    {
        await using var scene = await Scene.OpenAsync(broker);
        using var proxy = TcpProxy.To(broker.Node);
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
        Assert.True(queue.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Nobody_needs_to_observe_it()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var unobserved = new Inbox<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs args) => unobserved.Add(args.Exception);
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            using (var proxy = TcpProxy.To(broker.Node))
                await ConsumeAndLoseAsync(scene, proxy);
            await FailToConnectAsync(scene);
            await Eventually.HoldsAsync(
                () => scene.Log.All.Any(line => line.StartsWith("Error 12 ", StringComparison.Ordinal)),
                "it ended"
            );
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.True(unobserved.Count == 0, unobserved.Count > 0 ? (await unobserved.NextAsync()).ToString() : null);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }
    }

    // Apart, so that nothing here keeps the tasks from being collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ConsumeAndLoseAsync(Scene scene, TcpProxy proxy)
    {
        await scene
            .Connect(options => options with { Url = proxy.Url })
            .Queue()
            .On(scene.Everything, _ => { })
            .ConsumeAsync();
        proxy.Cut();
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
