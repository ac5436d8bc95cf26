using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Pausing a queue and resuming it.</summary>
[Collection(QueuesRabbitMq.Name)]
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
    public async Task Pausing_waits_for_the_running_handler_and_keeps_what_has_not_started()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_handler.HandleGatedAsync);
        await scene.PublishNumbersAsync(5);
        await _handler.Started.NextAsync();
        await scene.WaitingBecomesAsync(0);

        var pausing = queue.PauseAsync();
        await scene.IsNotConsumedAsync();
        await scene.PublishAsync("a", "5");
        Assert.False(pausing.IsCompleted);
        _handler.Open(6);
        await pausing.WithinPatience();
        Assert.Equal(1, _handler.Finished.Count);
        await scene.WaitingBecomesAsync(1);

        await queue.ResumeAsync();
        Assert.Equal([0, 1, 2, 3, 4, 5], await _handler.Finished.NextAsync(6));
    }

    [Fact]
    public async Task A_pause_of_over_a_minute_gives_back_once_what_has_not_started()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var time = new FakeTimeProvider();
        var queue = await scene
            .Connect(options => options with { TimeProvider = time })
            .Queue(scene.QueueName)
            .On(scene.Everything, _handler.HandleGatedAsync)
            .ConsumeAsync();
        await scene.PublishNumbersAsync(5);
        await _handler.Started.NextAsync();
        await scene.WaitingBecomesAsync(0);
        _handler.Open(5);
        await queue.PauseAsync().WithinPatience();
        var finished = _handler.Finished.Count;

        time.Advance(TimeSpan.FromSeconds(59));
        await scene.WaitingBecomesAsync(0);
        await Eventually.HoldsAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return await scene.CountWaitingAsync() == 5 - finished;
            },
            "the rest is back in the queue"
        );

        await queue.ResumeAsync();
        await _handler.Finished.NextAsync(5);
        Assert.Equal(5, _handler.Finished.Count);
    }

    [Fact]
    public async Task Pauses_spend_nothing_of_a_quorum_queues_delivery_limit()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene
            .Connect(options => options with { DrainTimeout = TimeSpan.FromSeconds(0.1) })
            .Queue(scene.QueueName)
            .Argument("x-queue-type", "quorum")
            .Argument("x-delivery-limit", 5)
            .On(scene.Everything, _handler.HandleGatedAsync)
            .ConsumeAsync();
        await scene.PublishNumbersAsync(10);
        await _handler.Started.NextAsync();
        await scene.WaitingBecomesAsync(0);
        for (var pause = 0; pause < 8; pause++)
        {
            await queue.PauseAsync().WithinPatience();
            await queue.ResumeAsync();
        }

        _handler.Open(10);
        Assert.Equal(Enumerable.Range(0, 10), await _handler.Finished.NextAsync(10));
        await scene.IsConsumedAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Pauses_never_bring_more_unsettled_messages_than_the_prefetch(ushort prefetch)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var deliveries = new Inbox<Delivery>();
        var queue = await scene.ConsumeAsync(deliveries.Add, q => q.ManualAcknowledge().Prefetch(prefetch));
        await scene.PublishNumbersAsync(12);
        var unsettled = new Queue<Delivery>();
        for (var settled = 0; settled < 12; )
        {
            while (unsettled.Count < Math.Min(prefetch, 12 - settled))
                unsettled.Enqueue(await deliveries.NextAsync());
            await Task.Delay(20); // for one that is too many
            Assert.Equal(settled + unsettled.Count, deliveries.Count);
            await queue.PauseAsync().WithinPatience();
            // Before it resumes: what is settled later widens the limit only when there is enough of it.
            for (
                var count = (prefetch + 1) / 2;
                count > 0 && unsettled.TryDequeue(out var delivery);
                count--, settled++
            )
                await delivery.AckAsync();
            await queue.ResumeAsync();
        }
    }

    [Fact]
    public async Task A_queue_has_its_whole_prefetch_again_when_nothing_is_unsettled_from_before_a_pause()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var deliveries = new Inbox<Delivery>();
        var queue = await scene.ConsumeAsync(deliveries.Add, q => q.ManualAcknowledge().Prefetch(4));
        await scene.PublishNumbersAsync(3);
        var before = await deliveries.NextAsync(3);
        await queue.PauseAsync();
        await queue.ResumeAsync();
        foreach (var delivery in before)
            await delivery.AckAsync();
        await scene.IsConsumedAsync();

        await scene.PublishNumbersAsync(10);
        var after = await deliveries.NextAsync(4);
        await scene.WaitingBecomesAsync(6);
        foreach (var delivery in after)
            await delivery.AckAsync();
        for (var rest = 0; rest < 6; rest++)
            await (await deliveries.NextAsync()).AckAsync();
    }

    [Fact]
    public async Task A_queue_with_a_backlog_has_most_of_its_prefetch_again_when_what_came_before_a_pause_is_settled()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var deliveries = new Inbox<Delivery>();
        var queue = await scene.ConsumeAsync(deliveries.Add, q => q.ManualAcknowledge().Prefetch(20));
        await scene.PublishNumbersAsync(60);
        var before = await deliveries.NextAsync(20);
        await queue.PauseAsync();
        await queue.ResumeAsync();
        await before[0].AckAsync();
        await before[1].AckAsync();
        var after = await deliveries.NextAsync(2);
        foreach (var delivery in before[2..])
            await delivery.AckAsync();

        // The two that came next stay unsettled all the time.
        var more = await deliveries.NextAsync(18);
        Assert.Equal(40, deliveries.Count);
        foreach (var delivery in after.Concat(more))
            await delivery.AckAsync();
        for (var rest = 0; rest < 20; rest++)
            await (await deliveries.NextAsync()).AckAsync();
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
        await scene.IsNotConsumedAsync();
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
