using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Handling;

[Collection(SharedRabbitMq.Name)]
public sealed class ConcurrencyTests(RabbitMqFixture rabbitMq)
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public async Task As_many_handlers_run_at_once_as_the_queue_says(int concurrency)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var running = 0;
        var most = 0;
        var go = new TaskCompletionSource();
        await scene.ConsumeAsync(
            async _ =>
            {
                Most.Note(ref most, Interlocked.Increment(ref running));
                await go.Task;
                Interlocked.Decrement(ref running);
            },
            queue => queue.Concurrency(concurrency)
        );
        await scene.PublishNumbersAsync(40);
        await Eventually.HoldsAsync(() => running == concurrency, $"{concurrency} handlers run");
        await Task.Delay(100);
        Assert.Equal(concurrency, running);
        go.SetResult();
        await scene.WaitingBecomesAsync(0);
        await Eventually.HoldsAsync(() => running == 0, "all have ended");
        Assert.Equal(concurrency, most);
    }

    [Fact]
    public async Task Handlers_that_block_run_at_once()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var both = new Barrier(2);
        var met = new TaskCompletionSource();
        await scene.ConsumeAsync(
            (Delivery<string, JsonElement> _) =>
            {
                if (both.SignalAndWait(TimeSpan.FromSeconds(10)))
                    met.TrySetResult();
            },
            queue => queue.Concurrency(2)
        );
        await scene.PublishNumbersAsync(2);
        await met.Task.WithinPatience();
    }

    [Fact]
    public async Task A_pause_inside_a_handler_waits_for_the_others_but_for_those_that_wait_for_the_same()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        PulseQueue? queue = null;
        var others = 0;
        var began = new CountdownEvent(4);
        var go = new TaskCompletionSource();
        var results = new ConcurrentQueue<string>();
        queue = await scene.ConsumeAsync(
            async delivery =>
            {
                began.Signal();
                if (delivery.Payload.GetInt32() < 2)
                {
                    began.Wait();
                    await queue!.PauseAsync();
                    results.Enqueue($"paused, {Volatile.Read(ref others)} others done");
                }
                else
                {
                    await go.Task;
                    Interlocked.Increment(ref others);
                }
            },
            builder => builder.Concurrency(4)
        );
        await scene.PublishNumbersAsync(4);
        await Eventually.HoldsAsync(() => began.IsSet, "four have begun");
        await Task.Delay(200);
        Assert.Empty(results);
        go.SetResult();
        await Eventually.HoldsAsync(() => results.Count == 2, "both pauses have ended");
        Assert.All(results, result => Assert.Equal("paused, 2 others done", result));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Closing_inside_a_handler_waits_for_the_others(bool deletes)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        PulseQueue? queue = null;
        var began = new CountdownEvent(3);
        var go = new TaskCompletionSource();
        var others = 0;
        var closed = new TaskCompletionSource<int>();
        queue = await scene.ConsumeAsync(
            async delivery =>
            {
                began.Signal();
                if (delivery.Payload.GetInt32() == 0)
                {
                    began.Wait();
                    await (deletes ? queue!.DeleteAsync() : queue!.CloseAsync());
                    closed.SetResult(Volatile.Read(ref others));
                }
                else
                {
                    await go.Task;
                    Interlocked.Increment(ref others);
                }
            },
            builder => builder.Concurrency(3)
        );
        await scene.PublishNumbersAsync(3);
        await Eventually.HoldsAsync(() => began.IsSet, "three have begun");
        await Task.Delay(200);
        Assert.False(closed.Task.IsCompleted);
        go.SetResult();
        Assert.Equal(2, await closed.Task.WithinPatience());
        await queue.Completion.WithinPatience();
    }

    [Fact]
    public async Task Messages_that_no_binding_matches_leave_the_slots_to_others()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var handled = new TaskCompletionSource();
        // Time stands still, so those that are held are never given back, and others wait for a place.
        await using var pulse = scene.Connect(options => options with { TimeProvider = new FakeTimeProvider() });
        await using var queue = await pulse
            .Queue(scene.QueueName)
            .On(Binding.To(scene.Exchange, "known"), _ => handled.SetResult())
            .Concurrency(4)
            .Prefetch(12)
            .ConsumeAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "unknown");
        await scene.PublishNumbersAsync(11, "unknown");
        await scene.PublishAsync("known");
        await handled.Task.WithinPatience();
    }

    [Fact]
    public async Task A_prefetch_below_the_concurrency_is_refused_and_the_default_grows_with_it()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = scene.Connect().Queue(scene.QueueName).On(scene.Everything, _ => { }).Concurrency(16);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => queue.Prefetch(10).ConsumeAsync());
        Assert.StartsWith("Prefetch(10) is below Concurrency(16)", refusal.Message, StringComparison.Ordinal);

        var held = 0;
        var go = new TaskCompletionSource();
        await using var wide = await scene.ConsumeAsync(
            async _ =>
            {
                Interlocked.Increment(ref held);
                await go.Task;
            },
            builder => builder.Concurrency(30)
        );
        await scene.PublishNumbersAsync(100);
        await Eventually.HoldsAsync(() => held == 30, "30 handlers run");
        await scene.WaitingBecomesAsync(40); // 60 were sent.
        go.SetResult();
    }
}
