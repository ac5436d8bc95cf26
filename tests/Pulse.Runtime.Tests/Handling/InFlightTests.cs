using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Handling;

/// <summary>Messages that are being handled, or not yet settled, when their connection breaks.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class InFlightTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly TcpProxy _proxy = TcpProxy.To(rabbitMq.Node);
    private readonly Inbox<string> _inbox = new();
    private readonly Inbox<ReconnectedEventArgs> _back = new();

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public async Task Settling_a_delivery_of_a_lost_channel_does_nothing_and_the_message_comes_again()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var deliveries = new Inbox<Delivery>();
        var queue = await Connect(scene)
            .Queue(scene.QueueName)
            .On(scene.Everything, d => deliveries.Add(d))
            .ManualAcknowledge()
            .ConsumeAsync();
        queue.Reconnected += (_, back) => _back.Add(back);
        await scene.PublishAsync("a");
        var first = await deliveries.NextAsync();
        _proxy.CutConnections();
        await _back.NextAsync();
        var second = await deliveries.NextAsync();
        Assert.True(second.Redelivered);

        // The new channel knows a delivery by the same tag, which must not be taken for it.
        await first.AckAsync();
        Assert.Equal(Settlement.Acknowledged, first.Settlement);
        await queue.PauseAsync();
        using var noPatience = new CancellationTokenSource(TimeSpan.FromSeconds(0.2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.CloseAsync(noPatience.Token));
        await second.AckAsync();
        await queue.CloseAsync();
        await scene.WaitingBecomesAsync(0);
    }

    [Fact]
    public async Task A_handler_that_runs_when_the_connection_breaks_may_finish_before_its_message_comes_again()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (entered, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var running = 0;
        var queue = await Connect(scene)
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async d =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref running));
                    entered.TrySetResult();
                    await gate.Task;
                    Interlocked.Decrement(ref running);
                    Note(d);
                }
            )
            .ConsumeAsync();
        queue.Reconnected += (_, back) => _back.Add(back);
        await scene.PublishAsync("a");
        await entered.Task.WithinPatience();
        _proxy.CutConnections();
        await _back.NextAsync();
        gate.SetResult();
        Assert.Equal(["a", "a"], await _inbox.NextAsync(2));
        await queue.CloseAsync();
        Assert.Equal((2, 0u), (_inbox.Count, await scene.CountWaitingAsync()));
    }

    [Fact]
    public async Task Losing_the_connection_does_not_count_as_a_failure_of_a_quorum_queue_s_messages()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var held = 0;
        var queue = await Connect(scene)
            .Queue(scene.QueueName)
            .Argument("x-queue-type", "quorum")
            .On(
                scene.Everything,
                async (d, ct) =>
                {
                    // Three times the connection is lost under it, then it fails for the first time, and is tried again.
                    if (++held <= 3)
                    {
                        _inbox.Add("held");
                        await Eventually.HoldsAsync(() => _back.Count >= held, "it is back");
                    }
                    else if (held == 4)
                    {
                        throw new InvalidOperationException("It fails once.");
                    }

                    Note(d);
                }
            )
            .ConsumeAsync();
        queue.Reconnected += (_, back) => _back.Add(back);
        await scene.PublishAsync("a");
        for (var times = 0; times < 3; times++)
        {
            Assert.Equal("held", await _inbox.NextAsync());
            _proxy.CutConnections();
            Assert.Equal("a", await _inbox.NextAsync());
        }

        Assert.Equal("a", await _inbox.NextAsync());
    }

    private PulseConnection Connect(Scene scene) => scene.Connect(options => options with { Url = _proxy.Url });

    private void Note(Delivery delivery) => _inbox.Add(delivery.RoutingKey);
}
