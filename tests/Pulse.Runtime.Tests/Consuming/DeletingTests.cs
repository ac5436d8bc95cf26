namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Deleting a queue.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class DeletingTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly NumberHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task Deleting_removes_the_queue_with_its_messages_and_disposing_then_does_nothing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_handler.Handle);
        await queue.PauseAsync();
        await scene.PublishNumbersAsync(3);
        await queue.DeleteAsync();

        Assert.False(await scene.QueueExistsAsync());
        Assert.True(queue.Completion.IsCompletedSuccessfully);
        await queue.DeleteAsync();
        await queue.DisposeAsync();
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_undo_deleting()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_handler.HandleGatedAsync);
        await scene.PublishAsync("a", "0");
        await _handler.Started.NextAsync();
        using var cancel = new CancellationTokenSource();
        var deleting = queue.DeleteAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => deleting);
        _handler.Open();
        await Eventually.HoldsAsync(async () => !await scene.QueueExistsAsync(), "the queue is deleted");
    }
}
