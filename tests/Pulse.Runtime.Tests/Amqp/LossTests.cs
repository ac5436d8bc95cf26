using System.Diagnostics;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Amqp;

/// <summary>The loss of a connection reaches all that waits on it, at the default time to connect.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class LossTests(RabbitMqFixture rabbitMq) : IDisposable
{
    // A silent peer is given up after about three heartbeats of a second; ConnectTimeout is 30.
    private static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(15);

    private readonly TcpProxy _proxy = TcpProxy.To(rabbitMq.Node);

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public async Task A_channel_that_is_being_opened_at_a_silent_peer_fails_with_the_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene);
        await using var channel = await connection.OpenChannelAsync();
        _proxy.HalfOpen();
        var started = Stopwatch.GetTimestamp();
        var failure = await Assert.ThrowsAsync<ConnectionFailedException>(() => connection.OpenChannelAsync().AsTask());
        Assert.True(failure.IsTransient);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, SoonEnough);
    }

    [Fact]
    public async Task A_queue_whose_channel_is_being_opened_at_a_silent_peer_is_back_soon()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene);
        var inbox = new Inbox<string>();
        var queue = await connection
            .Queue(scene.QueueName)
            .On(scene.Everything, delivery => inbox.Add(delivery.RoutingKey))
            .ConsumeAsync();
        // The channel is lost first, and its successor is asked for on a wire that has fallen silent.
        var lost = new TaskCompletionSource();
        queue.StateChanged += (_, change) =>
        {
            if (change.State != PulseState.Reconnecting)
                return;
            _proxy.HalfOpen();
            lost.TrySetResult();
        };
        var restored = new TaskCompletionSource();
        queue.Reconnected += (_, _) => restored.TrySetResult();
        await scene.Channel.QueueDeleteAsync(scene.FullQueueName, ifUnused: false, ifEmpty: false);
        await lost.Task.WithinPatience();
        var started = Stopwatch.GetTimestamp();
        await restored.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, SoonEnough);
        await scene.PublishAsync("a");
        Assert.Equal("a", await inbox.NextAsync());
    }

    private PulseConnection Connect(Scene scene) =>
        scene.Connect(options => options with { Url = _proxy.Url, Heartbeat = TimeSpan.FromSeconds(1) });
}
