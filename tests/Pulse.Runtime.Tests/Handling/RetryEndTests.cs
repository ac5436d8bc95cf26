using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Handling;

[Collection(SharedRabbitMq.Name)]
public sealed class RetryEndTests(RabbitMqFixture rabbitMq)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

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
}
