namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Pausing a queue and resuming it.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class PausingTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly NumberHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task A_paused_queue_keeps_its_messages_until_it_is_resumed()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_handler.Handle);
        await scene.PublishAsync("a", "0");
        await _handler.Finished.NextAsync();

        await queue.PauseAsync();
        await queue.PauseAsync();
        await scene.PublishAsync("a", "1");
        await scene.WaitingBecomesAsync(1);
        Assert.Equal(1, _handler.Finished.Count);

        await queue.ResumeAsync();
        await queue.ResumeAsync();
        Assert.Equal(1, await _handler.Finished.NextAsync());
    }

    [Fact]
    public async Task Pausing_waits_for_the_running_handler_and_gives_back_the_rest()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_handler.HandleGatedAsync);
        await scene.PublishNumbersAsync(5);
        await _handler.Started.NextAsync();

        var pausing = queue.PauseAsync();
        await scene.WaitingBecomesAsync(4);
        Assert.False(pausing.IsCompleted);
        _handler.Open(5);
        await pausing.WithinPatience();
        Assert.Equal(1, _handler.Finished.Count);
        Assert.Equal(4u, await scene.CountWaitingAsync());

        await queue.ResumeAsync();
        Assert.Equal([0, 1, 2, 3, 4], await _handler.Finished.NextAsync(5));
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_leave_a_pause_halfway()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_handler.Handle);
        for (var round = 0; round < 5; round++)
        {
            using var cancel = new CancellationTokenSource();
            var pausing = queue.PauseAsync(cancel.Token);
            await cancel.CancelAsync();
            await Task.WhenAny(pausing);
            await queue.ResumeAsync();
            await scene.PublishAsync("a", $"{round}");
            Assert.Equal(round, await _handler.Finished.NextAsync());
        }

        Assert.Equal(1u, await scene.Channel.ConsumerCountAsync(scene.FullQueueName));
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_undo_a_pause()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_handler.HandleGatedAsync);
        await scene.PublishNumbersAsync(3);
        await _handler.Started.NextAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            queue.PauseAsync(new CancellationToken(canceled: true))
        );
        await scene.WaitingBecomesAsync(2);
        _handler.Open(3);
        await queue.PauseAsync().WithinPatience();
        Assert.Equal(1, _handler.Finished.Count);
    }

    [Fact]
    public async Task Handlers_that_pause_each_others_queue_continue_after_the_drain_timeout()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { DrainTimeout = TimeSpan.FromSeconds(0.3) });
        var queues = new TaskCompletionSource<PulseQueue[]>();
        using var entered = new CountdownEvent(2);
        PulseQueueBuilder Describe(string? name, int other) =>
            connection
                .Queue(name)
                .On(
                    scene.Everything,
                    async _ =>
                    {
                        entered.Signal();
                        await (await queues.Task)[other].PauseAsync();
                        _handler.Finished.Add(other);
                    }
                );
        var first = await Describe(scene.QueueName, other: 1).ConsumeAsync();
        var second = await Describe(null, other: 0).ConsumeAsync();
        await scene.PublishAsync("a");
        await Eventually.HoldsAsync(() => entered.IsSet, "both handlers run");
        queues.SetResult([first, second]);

        Assert.Equal([0, 1], (await _handler.Finished.NextAsync(2)).Order());
        Assert.Contains(scene.Log.All, line => line.StartsWith("Warning 15 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pausing_from_a_handler_and_from_outside_at_once_does_not_deadlock()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var ready = new TaskCompletionSource<PulseQueue>();
        var entered = new TaskCompletionSource();
        var queue = await scene.ConsumeAsync(async d =>
        {
            entered.TrySetResult();
            await (await ready.Task).PauseAsync();
            _handler.Handle(d);
        });
        await scene.PublishAsync("a", "0");
        await entered.Task.WithinPatience();

        var outside = Task.WhenAll(
            queue.PauseAsync(),
            queue.PauseAsync(),
            queue.CloseAsync(),
            queue.DeleteAsync(),
            queue.CloseAsync()
        );
        ready.SetResult(queue);
        await outside.WithinPatience();
        Assert.Equal(1, _handler.Finished.Count);
        Assert.False(await scene.QueueExistsAsync());
    }
}
