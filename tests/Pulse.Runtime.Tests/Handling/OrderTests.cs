using System.Collections.Concurrent;
using System.Diagnostics;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Handling;

[Collection(SharedRabbitMq.Name)]
public sealed class OrderTests(RabbitMqFixture rabbitMq)
{
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
                    Most.Note(ref most, Interlocked.Increment(ref running));
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
                    Most.Note(ref most, Interlocked.Increment(ref running));
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
}
