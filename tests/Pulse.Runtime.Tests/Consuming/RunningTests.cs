namespace Pulse.Runtime.Tests.Consuming;

/// <summary><see cref="PulseQueueBuilder.RunAsync"/>: consuming as one task.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class RunningTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly NumberHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task RunAsync_consumes_until_cancelled_and_drains()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var stop = new CancellationTokenSource();
        var running = scene
            .Connect()
            .Queue(scene.QueueName)
            .On(scene.Everything, _handler.HandleGatedAsync)
            .RunAsync(stop.Token);
        await scene.IsConsumedAsync();
        await scene.PublishNumbersAsync(3);
        await _handler.Started.NextAsync();

        await stop.CancelAsync();
        await scene.WaitingBecomesAsync(2);
        Assert.False(running.IsCompleted);
        _handler.Open(3);
        await running.WithinPatience();
        Assert.Equal(1, _handler.Finished.Count);
    }

    [Fact]
    public async Task RunAsync_throws_the_reason_that_stopped_consuming()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var running = scene.Connect().Queue(scene.QueueName).On(scene.Everything, _handler.Handle).RunAsync();
        await scene.IsConsumedAsync();
        await scene.PublishUndecodableAsync(20);
        await Assert.ThrowsAsync<UndecodableMessageException>(() => running.WithinPatience());
    }
}
