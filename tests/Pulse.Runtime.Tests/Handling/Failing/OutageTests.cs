using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pulse.Runtime.Tests.Handling.Failing;

/// <summary>Something that the handlers need is away for a while.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class OutageTests(RabbitMqFixture rabbitMq)
{
    private const int Messages = 3000;

    [Theory]
    [InlineData(1, false, 10)]
    [InlineData(16, false, 26)]
    [InlineData(16, true, 26)]
    public async Task An_outage_of_a_dependency_empties_no_queue_and_costs_few_attempts(
        int concurrency,
        bool isOrdered,
        int mostRuns
    )
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        // They wait: of messages that come one by one, the first could fail twice before two others have failed at all.
        await scene.DeclareQueueAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "#");
        await scene.PublishNumbersAsync(Messages);
        await scene.WaitingBecomesAsync(Messages);
        var (isAway, runs, handled) = (true, 0, new ConcurrentDictionary<int, bool>());
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                delivery =>
                {
                    if (Volatile.Read(ref isAway))
                    {
                        Interlocked.Increment(ref runs);
                        throw new InvalidOperationException("the database is away");
                    }

                    handled.TryAdd(delivery.Payload.GetInt32(), true);
                },
                orderBy: delivery => isOrdered ? delivery.Payload.GetInt32() % 40 : null
            )
            .Concurrency(concurrency)
            .Retry(isOrdered ? 1 : 0, firstDelay: TimeSpan.FromMilliseconds(100))
            .ConsumeAsync();
        await Eventually.HoldsAsync(() => queue.IsSlowedDown, "the queue is slowed down");
        await Task.Delay(TimeSpan.FromSeconds(5)); // the outage, in which nothing may happen
        Assert.InRange(Volatile.Read(ref runs), 3, mostRuns);

        Volatile.Write(ref isAway, false);
        await Eventually.HoldsAsync(() => !queue.IsSlowedDown, "the next attempt succeeds");
        var returned = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync(() => handled.Count == Messages, "every message is handled");
        Assert.InRange(Stopwatch.GetElapsedTime(returned), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Equal(0u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task A_queue_that_is_slowed_down_can_be_closed_at_once()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_ => throw new InvalidOperationException("the database is away"));
        await scene.PublishNumbersAsync(10);
        await Eventually.HoldsAsync(() => queue.IsSlowedDown, "the queue is slowed down");
        await queue.CloseAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await scene.WaitingBecomesAsync(10);
    }
}
