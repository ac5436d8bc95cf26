namespace Pulse.Runtime.Tests.Consuming;

/// <summary>What a queue has, as the broker counts it.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class QueueCountTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task Messages_that_wait_and_consumers_are_counted_and_messages_that_were_delivered_are_not()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var numbers = new NumberHandler();
        var queue = await scene.ConsumeAsync(numbers.HandleGatedAsync, q => q.Prefetch(3));
        Assert.Equal(new QueueCount(0, 1), await queue.CountAsync());
        await scene.PublishNumbersAsync(10);
        await Eventually.HoldsAsync(
            async () => await queue.CountAsync() == new QueueCount(7, 1),
            "seven wait, and three are delivered"
        );
        var pausing = queue.PauseAsync();
        numbers.Open(100);
        await pausing;
        var (_, consumers) = await queue.CountAsync();
        Assert.Equal(0, consumers);
    }

    [Fact]
    public async Task Anonymous_queues_can_be_counted_until_they_are_closed()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        Assert.Equal(new QueueCount(0, 1), await queue.CountAsync());
        await queue.CloseAsync();
        var error = await Assert.ThrowsAsync<QueueNotFoundException>(() => queue.CountAsync());
        Assert.Equal((queue.Name, 404), (error.QueueName, error.ReplyCode));
        Assert.Contains("does not exist any more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_of_a_connection_that_is_disposed_cannot_be_counted()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        await connection.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.CountAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.UnbindAsync(scene.Exchange, "#"));
    }
}
