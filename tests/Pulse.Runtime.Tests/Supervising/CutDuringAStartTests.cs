using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Supervising;

/// <summary>The wire is cut at each request of a start, just before the broker gets it.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class CutDuringAStartTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly TcpProxy _proxy = TcpProxy.To(rabbitMq.Node);

    public static TheoryData<string, ushort, ushort> Requests =>
        new()
        {
            { "connection.start-ok", 10, 11 },
            { "connection.open", 10, 40 },
            { "channel.open", 20, 10 },
            { "exchange.declare", 40, 10 },
            { "queue.declare", 50, 10 },
            { "queue.bind", 50, 20 },
            { "basic.qos", 60, 10 },
            { "basic.consume", 60, 20 },
        };

    public void Dispose() => _proxy.Dispose();

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_queue_that_is_cut_off_while_it_is_restored_is_restored_all_the_same(
        string request,
        ushort classId,
        ushort methodId
    )
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<string>();
        await using var connection = Connect(scene);
        await using var queue = await connection
            .Queue(scene.QueueName)
            .On(scene.Everything, delivery => inbox.Add(delivery.RoutingKey))
            .ConsumeAsync();
        _proxy.CutOn(classId, methodId);
        _proxy.CutConnections();
        await scene.PublishAsync("a");
        Assert.Equal("a", await inbox.NextAsync());
        Assert.False(_proxy.IsInterruptionPending, $"{request} was not sent");
        await Eventually.HoldsAsync(() => queue.State == PulseState.Connected, "the queue is restored");
        Assert.Equal(PulseState.Connected, connection.State);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_first_start_that_is_cut_off_fails_at_once_and_the_next_one_succeeds(
        string request,
        ushort classId,
        ushort methodId
    )
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = Connect(scene);
        _proxy.CutOn(classId, methodId);
        var failure = await Assert.ThrowsAsync<ConnectionFailedException>(() =>
            connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync().WithinPatience()
        );
        Assert.True(failure.IsTransient, $"cut at {request}: {failure.Message}");
        await using var queue = await connection
            .Queue(scene.QueueName)
            .On(scene.Everything, _ => { })
            .ConsumeAsync()
            .WithinPatience();
        Assert.Equal(PulseState.Connected, queue.State);
    }

    private PulseConnection Connect(Scene scene) => scene.Connect(options => options with { Url = _proxy.Url });
}
