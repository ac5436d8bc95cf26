namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Closing a queue: the running handler, the rest of the messages, the deadline.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class ClosingTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly NumberHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task Closing_lets_the_handler_finish_and_gives_back_the_rest()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_handler.HandleGatedAsync);
        await scene.PublishNumbersAsync(5);
        await _handler.Started.NextAsync();

        var closing = queue.CloseAsync();
        await scene.WaitingBecomesAsync(4);
        Assert.False(closing.IsCompleted);
        Assert.False(queue.Completion.IsCompleted);
        _handler.Open(5);
        await closing.WithinPatience();

        await queue.Completion;
        Assert.Equal(1, _handler.Finished.Count);
        await scene.WaitingBecomesAsync(4);
        await queue.CloseAsync();
        await queue.PauseAsync();
        await queue.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.ResumeAsync());
    }

    [Fact]
    public async Task A_handler_that_exceeds_the_drain_timeout_is_cancelled_and_its_message_given_back()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var told = new TaskCompletionSource();
        var connection = scene.Connect(options => options with { DrainTimeout = TimeSpan.FromSeconds(0.2) });
        var queue = await connection
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async (d, cancellationToken) =>
                {
                    _handler.Started.Add(0);
                    try
                    {
                        await Task.Delay(Timeout.Infinite, cancellationToken);
                    }
                    finally
                    {
                        told.SetResult();
                    }
                }
            )
            .ConsumeAsync();
        await scene.PublishNumbersAsync(2);
        await _handler.Started.NextAsync();

        await queue.CloseAsync().WithinPatience();
        await told.Task.WithinPatience();
        await scene.WaitingBecomesAsync(2);
        Assert.Contains(scene.Log.All, line => line.StartsWith("Warning 14 ", StringComparison.Ordinal));
        Assert.DoesNotContain(scene.Log.All, line => line.StartsWith("Error 20 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_ignores_its_token_does_not_hold_up_closing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { DrainTimeout = TimeSpan.FromSeconds(0.2) });
        var queue = await connection
            .Queue(scene.QueueName)
            .On(scene.Everything, _handler.HandleGatedAsync)
            .ConsumeAsync();
        await scene.PublishNumbersAsync(2);
        await _handler.Started.NextAsync();

        await queue.CloseAsync().WithinPatience();
        await scene.WaitingBecomesAsync(2);
        _handler.Open(2);
        await _handler.Finished.NextAsync();
        Assert.Equal(2u, await scene.CountWaitingAsync());
        Assert.Equal(1, _handler.Started.Count);
    }

    [Fact]
    public async Task A_task_that_outlives_its_handler_closes_the_queue_only_after_the_running_handler()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (left, ready) = (new TaskCompletionSource<Task>(), new TaskCompletionSource<PulseQueue>());
        var queue = await scene.ConsumeAsync(async d =>
        {
            if (d.Payload.GetInt32() == 0)
                left.SetResult(Task.Run(async () => await (await ready.Task).CloseAsync()));
            else
                await _handler.HandleGatedAsync(d);
        });
        await scene.PublishNumbersAsync(2);
        await _handler.Started.NextAsync();

        ready.SetResult(queue);
        var closing = await left.Task;
        await Eventually.HoldsAsync(
            async () => await scene.Channel.ConsumerCountAsync(scene.FullQueueName) == 0,
            "nobody consumes"
        );
        await Task.WhenAny(closing, Task.Delay(200));
        Assert.False(closing.IsCompleted);
        _handler.Open();
        await closing.WithinPatience();
        Assert.Equal(1, _handler.Finished.Count);
        await queue.Completion;
    }

    [Theory]
    [InlineData("close")]
    [InlineData("pause")]
    [InlineData("dispose")]
    [InlineData("delete")]
    public async Task A_handler_may_end_its_own_queue_and_finishes_its_message(string how)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var ready = new TaskCompletionSource<PulseQueue>();
        var queue = await scene.ConsumeAsync(async d =>
        {
            var own = await ready.Task;
            await (
                how switch
                {
                    "close" => own.CloseAsync(),
                    "pause" => own.PauseAsync(),
                    "dispose" => own.DisposeAsync().AsTask(),
                    _ => own.DeleteAsync(),
                }
            );
            _handler.Handle(d);
        });
        await scene.PublishNumbersAsync(5);
        await scene.WaitingBecomesAsync(0);
        ready.SetResult(queue);

        Assert.Equal(0, await _handler.Finished.NextAsync());
        if (how == "delete")
        {
            Assert.False(await scene.QueueExistsAsync());
            await queue.Completion.WithinPatience();
            return;
        }

        if (how == "pause")
        {
            await queue.CloseAsync();
            await queue.DisposeAsync();
        }

        await queue.Completion.WithinPatience();
        await scene.WaitingBecomesAsync(4);
        Assert.Equal(1, _handler.Finished.Count);
    }

    [Fact]
    public async Task A_named_queue_survives_closing_and_keeps_what_is_published_meanwhile()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var builder = scene.Connect().Queue(scene.QueueName).On(scene.Everything, _handler.Handle);
        await (await builder.ConsumeAsync()).CloseAsync();
        await scene.PublishAsync("a", "5");
        await builder.ConsumeAsync();
        Assert.Equal(5, await _handler.Finished.NextAsync());
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_undo_closing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_handler.HandleGatedAsync);
        await scene.PublishAsync("a", "0");
        await _handler.Started.NextAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            queue.CloseAsync(new CancellationToken(canceled: true))
        );
        _handler.Open();
        await queue.Completion.WithinPatience();
    }
}
