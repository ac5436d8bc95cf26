using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Pulse.RabbitMq;

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
                InterlockedMax(ref most, Interlocked.Increment(ref running));
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
    public async Task Messages_of_one_key_are_handled_in_order_and_others_overtake_them()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var seen = new ConcurrentDictionary<string, ConcurrentQueue<int>>();
        var running = new ConcurrentDictionary<string, int>();
        var overtaken = 0;
        var done = new CountdownEvent(300);
        var last = -1;
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async delivery =>
                {
                    var key = delivery.RoutingKey;
                    Assert.Equal(1, running.AddOrUpdate(key, 1, (_, count) => count + 1));
                    var number = delivery.Payload.GetInt32();
                    if (Interlocked.Exchange(ref last, number) > number)
                        Interlocked.Increment(ref overtaken);
                    await Task.Delay(number % 7);
                    seen.GetOrAdd(key, _ => []).Enqueue(number);
                    running.AddOrUpdate(key, 0, (_, count) => count - 1);
                    done.Signal();
                },
                orderBy: delivery => delivery.RoutingKey
            )
            .Concurrency(16)
            .ConsumeAsync();
        for (var number = 0; number < 300; number++)
            await scene.PublishAsync($"k{number * 31 % 5}", $"{number}");
        await Eventually.HoldsAsync(() => done.IsSet, "all are handled");
        Assert.Equal(5, seen.Count);
        Assert.All(seen.Values, numbers => Assert.Equal(numbers.Order(), numbers));
        Assert.True(overtaken > 0);
    }

    [Fact]
    public async Task A_message_that_comes_again_waits_for_its_first_run()
    {
        using var proxy = TcpProxy.To(rabbitMq.Node);
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var entered = new ConcurrentQueue<string>();
        var go = new TaskCompletionSource();
        var first = true;
        await using var pulse = scene.Connect(options => options with { Url = proxy.Url });
        var queue = await pulse
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async delivery =>
                {
                    var number = delivery.Payload.GetInt32();
                    entered.Enqueue($"{number}");
                    if (number == 0 && first)
                    {
                        first = false;
                        await go.Task;
                    }

                    entered.Enqueue($"{number} done");
                },
                orderBy: _ => "one"
            )
            .Concurrency(4)
            .ConsumeAsync();
        var back = new TaskCompletionSource();
        queue.Reconnected += (_, _) => back.TrySetResult();
        await scene.PublishNumbersAsync(3);
        await Eventually.HoldsAsync(() => entered.Count == 1, "the first has begun");
        proxy.CutConnections();
        await back.Task.WithinPatience();
        await Task.Delay(200);
        Assert.Equal(["0"], entered);
        go.SetResult();
        await Eventually.HoldsAsync(() => entered.Count == 8, "all are handled");
        Assert.Equal(["0", "0 done", "0", "0 done", "1", "1 done", "2", "2 done"], entered);
    }

    [Fact]
    public async Task A_key_that_cannot_be_had_is_a_failing_handler()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (exchange, dead) = await scene.DeclareDeadLettersAsync();
        var handled = 0;
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                _ => Interlocked.Increment(ref handled),
                orderBy: _ => throw new InvalidOperationException("no key")
            )
            .Concurrency(4)
            .Argument("x-dead-letter-exchange", exchange)
            .ConsumeAsync();
        await scene.PublishNumbersAsync(1);
        await scene.WaitingBecomesAsync(1, dead);
        Assert.Equal(0, handled);
        Assert.Contains(scene.Log.All, line => line.Contains("no key", StringComparison.Ordinal));
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
    public async Task Closing_gives_back_what_waits_for_its_key()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async _ =>
                {
                    began.TrySetResult();
                    await go.Task;
                },
                orderBy: _ => "one"
            )
            .Concurrency(4)
            .ConsumeAsync();
        await scene.PublishNumbersAsync(10);
        await began.Task.WithinPatience();
        var closing = queue.CloseAsync();
        await scene.WaitingBecomesAsync(9);
        Assert.False(closing.IsCompleted);
        go.SetResult();
        await closing.WithinPatience();
        Assert.Equal(9u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task Slots_are_all_free_again_after_lanes_have_changed_hands_often()
    {
        const int count = 3_000;
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (running, most, handled) = (0, 0, 0);
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                delivery =>
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref running));
                    Thread.SpinWait(delivery.Payload.GetInt32() % 300);
                    Interlocked.Decrement(ref running);
                    Interlocked.Increment(ref handled);
                },
                orderBy: delivery => delivery.Payload.GetInt32() % 5
            )
            .Concurrency(3)
            .ConsumeAsync();
        await scene.PublishNumbersAsync(count);
        await Eventually.HoldsAsync(() => handled == count, "all are handled");
        Assert.InRange(most, 1, 3);
        var closing = Stopwatch.StartNew();
        await queue.CloseAsync();
        await queue.Completion.WithinPatience();
        Assert.InRange(closing.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_message_without_a_key_keeps_no_order_and_is_given_back()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (exchange, dead) = await scene.DeclareDeadLettersAsync();
        var runs = new ConcurrentQueue<bool>();
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                delivery =>
                {
                    runs.Enqueue(delivery.Redelivered);
                    throw new InvalidOperationException("not today");
                },
                orderBy: _ => null
            )
            .Concurrency(4)
            .Argument("x-dead-letter-exchange", exchange)
            .ConsumeAsync();
        await scene.PublishNumbersAsync(1);
        await scene.WaitingBecomesAsync(1, dead);
        Assert.Equal([false, true], runs);
    }

    [Fact]
    public async Task Elements_of_JSON_are_equal_keys_where_they_read_the_same()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (running, most, handled) = (0, 0, 0);
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async _ =>
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref running));
                    await Task.Delay(5);
                    Interlocked.Decrement(ref running);
                    Interlocked.Increment(ref handled);
                },
                orderBy: delivery => delivery.Payload.GetProperty("id")
            )
            .Concurrency(8)
            .ConsumeAsync();
        for (var times = 0; times < 20; times++)
            await scene.PublishAsync("a", """{"id":"x"}""");
        await Eventually.HoldsAsync(() => handled == 20, "all are handled");
        Assert.Equal(1, most);
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

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
                return;
        }
    }
}
