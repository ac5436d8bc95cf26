namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Several consumers on one queue, several queues on one connection.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class SharingTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly NumberHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task Two_consumers_on_one_named_queue_share_the_work()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (one, other) = (new Inbox<int>(), new Inbox<int>());
        await scene.ConsumeAsync(d => one.Add(d.Payload.GetInt32()), q => q.Prefetch(1));
        await scene.ConsumeAsync(d => other.Add(d.Payload.GetInt32()), q => q.Prefetch(1));
        await scene.PublishNumbersAsync(100);

        await Eventually.HoldsAsync(() => one.Count + other.Count == 100, "all are handled");
        Assert.True(one.Count > 0 && other.Count > 0, $"{one.Count} and {other.Count}");
        var all = (await one.NextAsync(one.Count)).Concat(await other.NextAsync(other.Count)).Order();
        Assert.Equal(Enumerable.Range(0, 100), all);
    }

    [Fact]
    public async Task Two_queues_on_one_connection_run_at_once()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        await connection.Queue(scene.QueueName).On(scene.Everything, _handler.HandleGatedAsync).ConsumeAsync();
        await connection.Queue().On(scene.Everything, _handler.Handle).AutoAcknowledge().ConsumeAsync();
        await scene.PublishNumbersAsync(50);

        // The queue whose handler is blocked does not hold up the other one.
        Assert.Equal(Enumerable.Range(0, 50), await _handler.Finished.NextAsync(50));
        _handler.Open(50);
        Assert.Equal(Enumerable.Range(0, 50), await _handler.Finished.NextAsync(50));
    }
}
