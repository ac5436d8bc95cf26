using System.Runtime.CompilerServices;

using Pulse.Broker;
namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Consuming that ends by itself says why.</summary>
[Collection(OneBroker.Name)]
public sealed class CompletionTests(BrokerFixture broker)
{
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
