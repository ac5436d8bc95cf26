using System.Collections.Concurrent;
using System.Text.Json;

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
