using System.Text.Json;

namespace Pulse.Runtime.Tests.Consuming;

[Collection(SharedRabbitMq.Name)]
public sealed class PulseQueueTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly Inbox<int> _started = new();
    private readonly Inbox<int> _finished = new();
    private readonly SemaphoreSlim _gate = new(0);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task A_paused_queue_keeps_its_messages_until_it_is_resumed()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        await scene.PublishAsync("a", "0");
        await _finished.NextAsync();

        await queue.PauseAsync();
        await queue.PauseAsync();
        await scene.PublishAsync("a", "1");
        await scene.WaitingBecomesAsync(1);
        Assert.Equal(1, _finished.Count);

        await queue.ResumeAsync();
        await queue.ResumeAsync();
        Assert.Equal(1, await NextFinishedAsync());
    }

    [Fact]
    public async Task An_anonymous_queue_survives_a_pause()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var queue = await connection.Queue().On(scene.Everything, Note).ConsumeAsync();
        Assert.Matches("^queue/guest/[0-9a-zA-Z_-]{20,}$", queue.Name);
        await queue.PauseAsync();
        await scene.PublishAsync("a", "7");
        await using (var channel = await connection.OpenChannelAsync())
            await scene.WaitingBecomesAsync(1, queue.Name, channel);

        await queue.ResumeAsync();
        Assert.Equal(7, await NextFinishedAsync());
    }

    [Fact]
    public async Task Pausing_waits_for_what_runs_and_gives_back_the_rest()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, NoteGatedAsync).ConsumeAsync();
        await scene.PublishNumbersAsync(5);
        await _started.NextAsync();

        var pausing = queue.PauseAsync();
        await scene.WaitingBecomesAsync(4);
        Assert.False(pausing.IsCompleted);
        _gate.Release(5);
        await pausing.WithinPatience();
        Assert.Equal(1, _finished.Count);
        Assert.Equal(4u, await scene.CountWaitingAsync());

        await queue.ResumeAsync();
        Assert.Equal([0, 1, 2, 3, 4], await _finished.NextAsync(5));
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_leave_a_pause_halfway()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        for (var round = 0; round < 5; round++)
        {
            using var cancel = new CancellationTokenSource();
            var pausing = queue.PauseAsync(cancel.Token);
            await cancel.CancelAsync();
            await Task.WhenAny(pausing);
            await queue.ResumeAsync();
            await scene.PublishAsync("a", $"{round}");
            Assert.Equal(round, await NextFinishedAsync());
        }

        Assert.Equal(1u, await scene.Channel.ConsumerCountAsync(scene.FullQueueName));
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_undo_a_pause()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, NoteGatedAsync).ConsumeAsync();
        await scene.PublishNumbersAsync(3);
        await _started.NextAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            queue.PauseAsync(new CancellationToken(canceled: true))
        );
        await scene.WaitingBecomesAsync(2);
        _gate.Release(3);
        await queue.PauseAsync().WithinPatience();
        Assert.Equal(1, _finished.Count);
    }

    [Fact]
    public async Task Handlers_that_pause_each_others_queue_go_on_after_a_time()
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
                        _finished.Add(other);
                    }
                );
        var first = await Describe(scene.QueueName, other: 1).ConsumeAsync();
        var second = await Describe(null, other: 0).ConsumeAsync();
        await scene.PublishAsync("a");
        await Eventually.HoldsAsync(() => entered.IsSet, "both handlers run");
        queues.SetResult([first, second]);

        Assert.Equal([0, 1], (await _finished.NextAsync(2)).Order());
        Assert.Contains(scene.Log.All, line => line.StartsWith("Warning 15 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_handler_left_running_is_not_inside_it_any_more()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (left, ready) = (new TaskCompletionSource<Task>(), new TaskCompletionSource<PulseQueue>());
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async d =>
                {
                    if (d.Payload.GetInt32() == 0)
                        left.SetResult(Task.Run(async () => await (await ready.Task).CloseAsync()));
                    else
                        await NoteGatedAsync(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishNumbersAsync(2);
        await _started.NextAsync();

        ready.SetResult(queue);
        var closing = await left.Task;
        await Eventually.HoldsAsync(
            async () => await scene.Channel.ConsumerCountAsync(scene.FullQueueName) == 0,
            "nobody consumes"
        );
        await Task.WhenAny(closing, Task.Delay(200));
        Assert.False(closing.IsCompleted);
        _gate.Release();
        await closing.WithinPatience();
        Assert.Equal(1, _finished.Count);
        await queue.Completion;
    }

    [Theory]
    [InlineData("close")]
    [InlineData("dispose")]
    [InlineData("by itself")]
    public async Task An_anonymous_queue_goes_when_it_is_left(string how)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var queue = await connection.Queue().On(scene.Everything, Note).ConsumeAsync();
        if (how == "by itself")
        {
            for (var number = 0; number < 20; number++)
                await scene.PublishAsync("a", "{");
            await Assert.ThrowsAnyAsync<PulseException>(() => queue.Completion.WithinPatience());
        }
        else
        {
            await (how == "close" ? queue.CloseAsync() : queue.DisposeAsync().AsTask());
        }

        await using var channel = await connection.OpenChannelAsync();
        var error = await Assert.ThrowsAsync<RabbitMQ.Client.Exceptions.OperationInterruptedException>(() =>
            channel.QueueDeclarePassiveAsync(queue.Name)
        );
        Assert.Equal(404, (int?)error.ShutdownReason?.ReplyCode);
    }

    [Fact]
    public async Task A_start_that_fails_leaves_no_anonymous_queue()
    {
        await rabbitMq.EnsureUserAsync("fleeting", "fleeting");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var hidden = await scene.DeclareExchangeAsync($"hidden-{Guid.NewGuid():N}");
        var connection = scene.Connect(options => options with { User = "fleeting", Password = "fleeting" });
        await Assert.ThrowsAsync<AccessRefusedException>(() =>
            connection.Queue().On(scene.Everything, Note).On(Binding.To(hidden, "#"), Note).ConsumeAsync()
        );
        Assert.DoesNotContain(
            "queue/fleeting/",
            await rabbitMq.Node.ControlAsync("list_queues", "name"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_no_anonymous_queue()
    {
        await rabbitMq.EnsureUserAsync("hasty", "hasty");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { User = "hasty", Password = "hasty" });
        var started = 0;
        for (var number = 0; number < 40; number++)
        {
            // At every stage of the start.
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(number / 2.0));
            try
            {
                await (await connection.Queue().On(scene.Everything, Note).ConsumeAsync(cancel.Token)).CloseAsync();
                started++;
            }
            catch (OperationCanceledException)
            {
                // As it should.
            }
        }

        Assert.True(started < 40, "none was cancelled");
        Assert.DoesNotContain(
            "queue/hasty/",
            await rabbitMq.Node.ControlAsync("list_queues", "name"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Closing_lets_the_handler_finish_and_gives_back_the_rest()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, NoteGatedAsync).ConsumeAsync();
        await scene.PublishNumbersAsync(5);
        await _started.NextAsync();

        var closing = queue.CloseAsync();
        await scene.WaitingBecomesAsync(4);
        Assert.False(closing.IsCompleted);
        Assert.False(queue.Completion.IsCompleted);
        _gate.Release(5);
        await closing.WithinPatience();

        await queue.Completion;
        Assert.Equal(1, _finished.Count);
        await scene.WaitingBecomesAsync(4);
        await queue.CloseAsync();
        await queue.PauseAsync();
        await queue.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.ResumeAsync());
    }

    [Fact]
    public async Task A_handler_that_does_not_end_in_time_is_told_and_its_message_goes_back()
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
                    _started.Add(0);
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
        await _started.NextAsync();

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
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, NoteGatedAsync).ConsumeAsync();
        await scene.PublishNumbersAsync(2);
        await _started.NextAsync();

        await queue.CloseAsync().WithinPatience();
        await scene.WaitingBecomesAsync(2);
        _gate.Release(2);
        await _finished.NextAsync();
        Assert.Equal(2u, await scene.CountWaitingAsync());
        Assert.Equal(1, _started.Count);
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
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async d =>
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
                    Note(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishNumbersAsync(5);
        await scene.WaitingBecomesAsync(0);
        ready.SetResult(queue);

        Assert.Equal(0, await NextFinishedAsync());
        if (how == "delete")
        {
            Assert.False(await scene.QueueExistsAsync());
            await queue.Completion.WithinPatience();
            return;
        }

        if (how != "pause")
            await queue.Completion.WithinPatience();
        await scene.WaitingBecomesAsync(4);
        Assert.Equal(1, _finished.Count);
    }

    [Fact]
    public async Task Pausing_from_a_handler_and_from_outside_at_once_does_not_deadlock()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var ready = new TaskCompletionSource<PulseQueue>();
        var entered = new TaskCompletionSource();
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async d =>
                {
                    entered.TrySetResult();
                    await (await ready.Task).PauseAsync();
                    Note(d);
                }
            )
            .ConsumeAsync();
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
        Assert.Equal(1, _finished.Count);
        Assert.False(await scene.QueueExistsAsync());
    }

    [Fact]
    public async Task Deleting_removes_the_queue_with_its_messages_and_disposing_then_does_nothing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        await queue.PauseAsync();
        await scene.PublishNumbersAsync(3);
        await queue.DeleteAsync();

        Assert.False(await scene.QueueExistsAsync());
        Assert.True(queue.Completion.IsCompletedSuccessfully);
        await queue.DeleteAsync();
        await queue.DisposeAsync();
    }

    [Fact]
    public async Task A_named_queue_survives_closing_with_what_is_published_meanwhile()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var builder = scene.Connect().Queue(scene.QueueName).On(scene.Everything, Note);
        await (await builder.ConsumeAsync()).CloseAsync();
        await scene.PublishAsync("a", "5");
        await builder.ConsumeAsync();
        Assert.Equal(5, await NextFinishedAsync());
    }

    [Fact]
    public async Task Two_consumers_on_one_named_queue_share_the_work()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (one, other) = (new Inbox<int>(), new Inbox<int>());
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(scene.Everything, d => one.Add(d.Payload.GetInt32()))
            .Prefetch(1)
            .ConsumeAsync();
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(scene.Everything, d => other.Add(d.Payload.GetInt32()))
            .Prefetch(1)
            .ConsumeAsync();
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
        await connection.Queue(scene.QueueName).On(scene.Everything, NoteGatedAsync).ConsumeAsync();
        await connection.Queue().On(scene.Everything, Note).AutoAcknowledge().ConsumeAsync();
        await scene.PublishNumbersAsync(50);

        // The one whose handler stands still holds up nobody else.
        Assert.Equal(Enumerable.Range(0, 50), await _finished.NextAsync(50));
        _gate.Release(50);
        Assert.Equal(Enumerable.Range(0, 50), await _finished.NextAsync(50));
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_undo_closing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, NoteGatedAsync).ConsumeAsync();
        await scene.PublishAsync("a", "0");
        await _started.NextAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            queue.CloseAsync(new CancellationToken(canceled: true))
        );
        _gate.Release();
        await queue.Completion.WithinPatience();
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_undo_deleting()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, NoteGatedAsync).ConsumeAsync();
        await scene.PublishAsync("a", "0");
        await _started.NextAsync();
        using var cancel = new CancellationTokenSource();
        var deleting = queue.DeleteAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => deleting);
        _gate.Release();
        await Eventually.HoldsAsync(async () => !await scene.QueueExistsAsync(), "the queue is deleted");
    }

    [Fact]
    public async Task RunAsync_consumes_until_cancelled_and_drains()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var stop = new CancellationTokenSource();
        var running = scene.Connect().Queue(scene.QueueName).On(scene.Everything, NoteGatedAsync).RunAsync(stop.Token);
        await scene.IsConsumedAsync();
        await scene.PublishNumbersAsync(3);
        await _started.NextAsync();

        await stop.CancelAsync();
        await scene.WaitingBecomesAsync(2);
        Assert.False(running.IsCompleted);
        _gate.Release(3);
        await running.WithinPatience();
        Assert.Equal(1, _finished.Count);
    }

    [Fact]
    public async Task RunAsync_says_why_consuming_ended_by_itself()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var running = scene.Connect().Queue(scene.QueueName).On(scene.Everything, Note).RunAsync();
        await scene.IsConsumedAsync();
        for (var number = 0; number < 20; number++)
            await scene.PublishAsync("a", "{");
        await Assert.ThrowsAsync<UndecodableMessageException>(() => running.WithinPatience());
    }

    private Task<int> NextFinishedAsync() => _finished.NextAsync();

    private void Note(Delivery<string, JsonElement> delivery) => _finished.Add(delivery.Payload.GetInt32());

    private async Task NoteGatedAsync(Delivery<string, JsonElement> delivery)
    {
        _started.Add(delivery.Payload.GetInt32());
        await _gate.WaitAsync();
        Note(delivery);
    }
}
