using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Handling;

[Collection(SharedRabbitMq.Name)]
public sealed class RetryTests(RabbitMqFixture rabbitMq)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_handler_that_fails_runs_again_in_place_until_it_succeeds()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var runs = new ConcurrentQueue<string>();
        await scene.ConsumeAsync(
            delivery =>
            {
                runs.Enqueue($"{delivery.Payload}");
                if (delivery.Payload.GetInt32() == 0 && runs.Count < 4)
                    throw new InvalidOperationException("not yet");
                Assert.False(delivery.Redelivered);
            },
            queue => queue.Retry(3, firstDelay: Soon)
        );
        await scene.PublishNumbersAsync(2);
        await Eventually.HoldsAsync(() => runs.Count == 5, "both are handled");
        Assert.Equal(["0", "0", "0", "0", "1"], runs); // The queue is one lane, its retries included.
    }

    [Fact]
    public async Task When_the_attempts_are_used_up_OnFailed_is_told_once_and_the_message_comes_back_once()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (exchange, dead) = await scene.DeclareDeadLettersAsync();
        var runs = 0;
        var told = new ConcurrentQueue<string>();
        await scene.ConsumeAsync(
            delivery =>
            {
                runs++;
                throw new InvalidOperationException($"run {runs}");
            },
            queue =>
                queue
                    .Retry(2, firstDelay: Soon)
                    .OnFailed((delivery, failure) => told.Enqueue($"{failure.Message} {delivery.Redelivered}"))
                    .Argument("x-dead-letter-exchange", exchange)
        );
        await scene.PublishNumbersAsync(1);
        await scene.WaitingBecomesAsync(1, dead);
        Assert.Equal(6, runs);
        Assert.Equal(["run 3 False", "run 6 True"], told);
    }

    [Fact]
    public async Task Only_the_failures_that_the_condition_names_are_repeated()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (exchange, dead) = await scene.DeclareDeadLettersAsync();
        var runs = new ConcurrentQueue<string>();
        await scene.ConsumeAsync(
            (Delivery<string, JsonElement> delivery) =>
            {
                runs.Enqueue($"{delivery.Payload}");
                throw delivery.Payload.GetInt32() == 0 ? new TimeoutException() : new FormatException();
            },
            queue =>
                queue
                    .Retry(2, firstDelay: TimeSpan.Zero, when: failure => failure is TimeoutException)
                    .Argument("x-dead-letter-exchange", exchange)
        );
        await scene.PublishNumbersAsync(2);
        await scene.WaitingBecomesAsync(2, dead);
        Assert.Equal(6, runs.Count(run => run == "0"));
        Assert.Equal(2, runs.Count(run => run == "1"));
    }

    [Fact]
    public async Task A_condition_that_throws_asks_for_no_other_run_and_is_logged()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (exchange, dead) = await scene.DeclareDeadLettersAsync();
        var runs = 0;
        await scene.ConsumeAsync(
            (Delivery<string, JsonElement> _) =>
            {
                Interlocked.Increment(ref runs);
                throw new InvalidOperationException("the failure");
            },
            queue =>
                queue
                    .Retry(5, when: _ => throw new InvalidOperationException("the condition"))
                    .Argument("x-dead-letter-exchange", exchange)
        );
        await scene.PublishNumbersAsync(1);
        await scene.WaitingBecomesAsync(1, dead);
        Assert.Equal(2, runs);
        Assert.Contains(scene.Log.All, line => line.Contains("the failure", StringComparison.Ordinal));
        Assert.Contains(scene.Log.All, line => line.Contains("the condition", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_waits_gives_its_slot_to_others_but_not_its_key()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var runs = new ConcurrentQueue<string>();
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                delivery =>
                {
                    runs.Enqueue($"{delivery.RoutingKey} {delivery.Payload}");
                    if (delivery.Payload.GetInt32() < 2)
                        throw new InvalidOperationException("not today");
                },
                orderBy: delivery => delivery.RoutingKey
            )
            .Concurrency(2)
            .Retry(3, firstDelay: Never, maxDelay: Never)
            .ConsumeAsync();
        await scene.PublishAsync("a", "0");
        await scene.PublishAsync("b", "1");
        await Eventually.HoldsAsync(() => runs.Count == 2, "both wait");
        await scene.PublishAsync("a", "2");
        await scene.PublishAsync("c", "3");
        await Eventually.HoldsAsync(() => runs.Count == 3, "the one of another key is handled");
        await Task.Delay(100);
        Assert.Equal(["a 0", "b 1", "c 3"], runs.Order());
        await queue.CloseAsync().WithinPatience(); // Waits for no retry.
        await scene.WaitingBecomesAsync(3);
    }

    [Fact]
    public async Task Waiting_ends_early_when_the_queue_is_closed()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var told = new ConcurrentQueue<string>();
        var failed = new TaskCompletionSource();
        var queue = await scene.ConsumeAsync(
            (Delivery<string, JsonElement> _) =>
            {
                failed.TrySetResult();
                throw new InvalidOperationException("not today");
            },
            builder =>
                builder
                    .Retry(3, firstDelay: Never, maxDelay: Never)
                    .OnFailed((_, failure) => told.Enqueue(failure.Message))
        );
        await scene.PublishNumbersAsync(1);
        await failed.Task.WithinPatience();
        var watch = Stopwatch.StartNew();
        await queue.CloseAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(["not today"], told);
        await scene.WaitingBecomesAsync(1);
    }

    [Fact]
    public async Task An_OnFailed_that_closes_the_queue_does_not_wait_for_itself()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        PulseQueue? queue = null;
        var failed = new TaskCompletionSource();
        queue = await scene.ConsumeAsync(
            (Delivery<string, JsonElement> _) =>
            {
                failed.TrySetResult();
                throw new InvalidOperationException("not today");
            },
            builder =>
                builder
                    .Retry(3, firstDelay: Never, maxDelay: Never)
                    .OnFailed(async (Delivery _, Exception _) => await queue!.CloseAsync())
        );
        await scene.PublishNumbersAsync(1);
        await failed.Task.WithinPatience();
        await queue.CloseAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await scene.WaitingBecomesAsync(1);
    }

    [Fact]
    public async Task A_message_that_is_settled_while_the_queue_is_paused_does_not_run_again()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var runs = 0;
        Delivery? failed = null;
        var queue = await scene.ConsumeAsync(
            delivery =>
            {
                failed = delivery;
                Interlocked.Increment(ref runs);
                throw new InvalidOperationException("not today");
            },
            builder => builder.Retry(3, firstDelay: TimeSpan.FromMilliseconds(200))
        );
        await scene.PublishNumbersAsync(1);
        await Eventually.HoldsAsync(() => failed is not null, "it has failed");
        await queue.PauseAsync();
        await Task.Delay(500); // It waits to be resumed.
        await failed!.AckAsync();
        await queue.ResumeAsync();
        await Task.Delay(300);
        Assert.Equal(1, runs);
        await scene.WaitingBecomesAsync(0);
    }

    [Fact]
    public void Pauses_double_up_to_the_longest_and_are_shortened_by_up_to_a_half()
    {
        var policy = new RetryPolicy(int.MaxValue, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), When: null);
        foreach (var (failures, longest) in ((int, double)[])[(1, 1), (2, 2), (4, 8), (5, 10), (5_000, 10)])
        {
            for (var times = 0; times < 100; times++)
                Assert.InRange(policy.PauseAfter(failures).TotalSeconds, longest / 2, longest);
        }

        Assert.Equal(TimeSpan.Zero, (policy with { FirstDelay = TimeSpan.Zero }).PauseAfter(5_000));
    }

    [Fact]
    public async Task Waiting_ends_early_when_the_message_is_settled_by_hand()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        Delivery? first = null;
        var second = new TaskCompletionSource();
        await scene.ConsumeAsync(
            delivery =>
            {
                if (delivery.Payload.GetInt32() == 1)
                {
                    second.SetResult();
                    return;
                }

                first = delivery;
                throw new InvalidOperationException("not today");
            },
            builder => builder.Retry(3, firstDelay: Never, maxDelay: Never)
        );
        await scene.PublishNumbersAsync(2);
        await Eventually.HoldsAsync(() => first is not null, "it has failed");
        await Task.Delay(100);
        Assert.False(second.Task.IsCompleted);
        await first!.AckAsync();
        await second.Task.WithinPatience();
        await scene.WaitingBecomesAsync(0);
    }

    [Fact]
    public async Task Waiting_ends_early_when_the_channel_is_lost_and_the_message_comes_again()
    {
        using var proxy = TcpProxy.To(rabbitMq.Node);
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var told = 0;
        var runs = new ConcurrentQueue<bool>();
        await using var pulse = scene.Connect(options => options with { Url = proxy.Url });
        await pulse
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                delivery =>
                {
                    runs.Enqueue(delivery.Redelivered);
                    if (runs.Count == 1)
                        throw new InvalidOperationException("not today");
                }
            )
            .Retry(3, firstDelay: Never, maxDelay: Never)
            .OnFailed((_, _) => Interlocked.Increment(ref told))
            .ConsumeAsync();
        await scene.PublishNumbersAsync(1);
        await Eventually.HoldsAsync(() => runs.Count == 1, "it has failed");
        proxy.CutConnections();
        await Eventually.HoldsAsync(() => runs.Count == 2, "it has come again");
        Assert.Equal([false, true], runs);
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task A_pause_waits_for_no_retry_which_follows_when_the_queue_is_resumed()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var runs = 0;
        var queue = await scene.ConsumeAsync(
            (Delivery<string, JsonElement> _) =>
            {
                if (Interlocked.Increment(ref runs) == 1)
                    throw new InvalidOperationException("not today");
            },
            builder => builder.Retry(3, firstDelay: TimeSpan.FromMilliseconds(300))
        );
        await scene.PublishNumbersAsync(1);
        await Eventually.HoldsAsync(() => runs == 1, "it has failed");
        await queue.PauseAsync();
        await Task.Delay(600);
        Assert.Equal(1, runs);
        await queue.ResumeAsync();
        await Eventually.HoldsAsync(() => runs == 2, "it has run again");
        await scene.WaitingBecomesAsync(0);
    }

    [Fact]
    public async Task A_message_that_keeps_its_order_has_two_runs_in_place_and_is_then_rejected()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (exchange, dead) = await scene.DeclareDeadLettersAsync();
        var runs = new ConcurrentQueue<string>();
        var told = 0;
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                delivery =>
                {
                    runs.Enqueue($"{delivery.Payload} {delivery.Redelivered}");
                    if (delivery.Payload.GetInt32() == 0)
                        throw new InvalidOperationException("not today");
                },
                orderBy: _ => 1
            )
            .Concurrency(4)
            .OnFailed((_, _) => Interlocked.Increment(ref told))
            .Argument("x-dead-letter-exchange", exchange)
            .ConsumeAsync();
        await scene.PublishNumbersAsync(2);
        await scene.WaitingBecomesAsync(1, dead);
        await Eventually.HoldsAsync(() => runs.Count == 3, "the other one is handled");
        Assert.Equal(["0 False", "0 False", "1 False"], runs);
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task Retries_of_messages_that_are_acknowledged_first_are_refused()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            scene.ConsumeAsync(_ => Task.CompletedTask, queue => queue.AutoAcknowledge().Retry(3))
        );
        Assert.StartsWith(
            "Retry(...) and AutoAcknowledge() do not go together",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Attempts_and_pauses_out_of_range_are_refused()
    {
        using var pulse = new DisposableConnection();
        Assert.Throws<ArgumentOutOfRangeException>("attempts", () => pulse.Queue.Retry(-1));
        Assert.Throws<ArgumentOutOfRangeException>("firstDelay", () => pulse.Queue.Retry(1, TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("maxDelay", () => pulse.Queue.Retry(1, null, TimeSpan.FromDays(50)));
        Assert.Throws<ArgumentOutOfRangeException>("handlers", () => pulse.Queue.Concurrency(0));
        Assert.Throws<ArgumentOutOfRangeException>("handlers", () => pulse.Queue.Concurrency(65_536));
    }

    private sealed class DisposableConnection : IDisposable
    {
        private readonly PulseConnection _pulse = new(new PulseOptions { Url = "amqp://guest:guest@127.0.0.1/" });

        public PulseQueueBuilder Queue => _pulse.Queue("q");

        public void Dispose() => _pulse.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
