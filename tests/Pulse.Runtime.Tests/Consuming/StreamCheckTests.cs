using Pulse.RabbitMq;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Queues of which only the broker knows whether they are streams.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class StreamCheckTests(RabbitMqFixture rabbitMq)
{
    private readonly Inbox<MissedMessages> _back = new();

    [Theory]
    [InlineData("classic", false)]
    [InlineData("classic", true)]
    [InlineData("quorum", false)]
    [InlineData("quorum", true)]
    public async Task A_publisher_s_header_makes_no_stream_of_a_queue(string type, bool hasSingleActiveConsumer)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var (exchange, dead) = await scene.DeclareDeadLettersAsync();
        await DeclareAsync(
            scene,
            [
                ("x-queue-type", type),
                ("x-dead-letter-exchange", exchange),
                ("x-single-active-consumer", hasSingleActiveConsumer),
            ]
        );
        await PublishCopiesAsync(scene, from: 0, count: 50);
        var (handled, redelivered) = (new Inbox<string>(), 0);
        var queue = await Connect(scene, proxy)
            .ExistingQueue(scene.FullQueueName)
            .ManualAcknowledge()
            .Prefetch(5) // Asking takes nothing of the backlog.
            .On(
                scene.Everything,
                async d =>
                {
                    redelivered += d.Redelivered ? 1 : 0;
                    await d.RejectAsync();
                    handled.Add(d.RoutingKey);
                }
            )
            .ConsumeAsync();
        await handled.NextAsync(50);
        await queue.PauseAsync();
        await PublishCopiesAsync(scene, from: 50, count: 10);
        await queue.ResumeAsync();
        await handled.NextAsync(10);
        Assert.Equal(0, redelivered);
        proxy.CutConnections();
        Assert.Equal(MissedMessages.Unknown, await _back.NextAsync()); // Whether the queue is durable is not known.
        await PublishCopiesAsync(scene, from: 60, count: 10);
        await handled.NextAsync(10);

        await scene.WaitingBecomesAsync(70, dead);
        Assert.Equal(PulseState.Connected, queue.State);
    }

    [Fact]
    public async Task A_header_that_goes_with_some_messages_only_makes_no_stream_of_a_queue()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (exchange, dead) = await scene.DeclareDeadLettersAsync();
        await DeclareAsync(scene, ("x-dead-letter-exchange", exchange));
        await scene
            .Connect()
            .ExistingQueue(scene.FullQueueName)
            .ManualAcknowledge()
            .On(scene.Everything, d => d.RejectAsync())
            .ConsumeAsync();
        await scene.PublishAsync("first");
        await PublishCopiesAsync(scene, from: 0, count: 5);
        await scene.WaitingBecomesAsync(6, dead);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_is_paused_before_its_first_message_passes_over_none(bool isDeclared)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var connection = Connect(scene, proxy);
        if (!isDeclared)
            await DeclareAsync(scene, ("x-queue-type", "stream"));
        var builder = isDeclared
            ? connection.Queue(scene.QueueName).Argument("x-queue-type", "stream")
            : connection.ExistingQueue(scene.FullQueueName);
        var handled = new Inbox<int>();
        var queue = await builder.On(scene.Everything, d => handled.Add(d.Payload.GetInt32())).ConsumeAsync();
        for (var round = 0; round < 3; round++)
        {
            await queue.PauseAsync();
            for (var number = 0; number < 50; number++)
                await scene.PublishAsync("a", $"{(round * 50) + number}");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            Assert.Equal(0, handled.Count - (round * 50));
            await queue.ResumeAsync();
            Assert.Equal(Enumerable.Range(round * 50, 50), await handled.NextAsync(50));
        }

        proxy.CutConnections();
        Assert.Equal(MissedMessages.None, await _back.NextAsync());
        Assert.Equal(150, handled.Count);
    }

    [Fact]
    public async Task A_stream_that_is_not_declared_here_may_have_been_missed_before_its_first_message()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        await DeclareAsync(scene, ("x-queue-type", "stream"));
        await Connect(scene, proxy)
            .ExistingQueue(scene.FullQueueName)
            .On(scene.Everything, _ => Task.CompletedTask)
            .ConsumeAsync();
        proxy.CutConnections();
        while (_back.Count == 0)
        {
            await scene.PublishAsync("a");
            await Task.Delay(1);
        }

        Assert.Equal(MissedMessages.StreamPositionUnknown, await _back.NextAsync());
    }

    private static async Task DeclareAsync(Scene scene, params (string Name, object? Value)[] arguments)
    {
        await scene.DeclareQueueAsync(arguments: arguments);
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "#");
    }

    private PulseConnection Connect(Scene scene, TcpProxy proxy)
    {
        var connection = scene.Connect(options => options with { Url = proxy.Url });
        connection.QueueReconnected += (_, back) => _back.Add(back.MissedMessages);
        return connection;
    }

    // As a program does that publishes again what it has read from a stream, headers included.
    private static async Task PublishCopiesAsync(Scene scene, long from, int count)
    {
        for (var offset = from; offset < from + count; offset++)
        {
            var headers = new Dictionary<string, object?> { ["x-stream-offset"] = offset };
            await scene.PublishAsync($"{offset}", properties: new BasicProperties { Headers = headers });
        }
    }
}
