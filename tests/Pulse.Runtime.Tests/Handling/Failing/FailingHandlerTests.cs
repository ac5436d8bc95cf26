using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Handling.Failing;

/// <summary>Messages whose handler throws: a second attempt, then rejection.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class FailingHandlerTests(RabbitMqFixture rabbitMq)
{
    private readonly Inbox<Delivery<string, JsonElement>> _inbox = new();

    [Theory]
    [InlineData("classic")]
    [InlineData("quorum")]
    public async Task A_message_whose_handler_throws_is_delivered_once_more_and_then_rejected(string queueType)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene.ConsumeAsync(
            Fail,
            q => q.Argument("x-dead-letter-exchange", dead.Exchange).Argument("x-queue-type", queueType)
        );
        await scene.PublishAsync("a");

        Assert.Equal([false, true], (await _inbox.NextAsync(2)).Select(d => d.Redelivered));
        await scene.WaitingBecomesAsync(1, dead.Queue);
        Assert.Equal(2, _inbox.Count);
        // It is logged when it is settled.
        await Eventually.HoldsAsync(
            () =>
                scene.Log.All.Count(line =>
                    line.StartsWith("Error 20 ", StringComparison.Ordinal)
                    && line.Contains("it failed", StringComparison.Ordinal)
                ) == 2,
            "both failures are logged"
        );
    }

    [Fact]
    public async Task A_redelivered_message_still_has_two_attempts()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        var builder = scene
            .Connect(options => options with { DrainTimeout = TimeSpan.FromSeconds(0.1) })
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange);
        var first = await builder.On(scene.Everything, _inbox.Add).ManualAcknowledge().ConsumeAsync();
        await scene.PublishAsync("a");
        await _inbox.NextAsync();
        await first.CloseAsync(); // unsettled, so it comes again, marked

        await scene.ConsumeAsync(Fail, q => q.Argument("x-dead-letter-exchange", dead.Exchange));
        Assert.Equal([true, true], (await _inbox.NextAsync(2)).Select(d => d.Redelivered));
        await scene.WaitingBecomesAsync(1, dead.Queue);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("quorum")]
    public async Task A_message_given_back_before_it_ran_still_has_two_attempts(string queueType)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        var (time, entered, gate) = (new FakeTimeProvider(), new TaskCompletionSource(), new TaskCompletionSource());
        var queue = await scene
            .Connect(options => options with { TimeProvider = time })
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .Argument("x-queue-type", queueType)
            .On(
                scene.Everything,
                async d =>
                {
                    entered.TrySetResult();
                    await gate.Task;
                    if (d.RoutingKey == "fails")
                        Fail(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishAsync("holds");
        await entered.Task.WithinPatience();
        await scene.PublishAsync("fails");
        for (var pause = 0; pause < 3; pause++)
        {
            await queue.ResumeAsync();
            await scene.WaitingBecomesAsync(0);
            queue.PauseAsync().Forget();
            await Eventually.HoldsAsync(
                async () =>
                {
                    // In steps: requests have deadlines, too.
                    time.Advance(TimeSpan.FromSeconds(2));
                    return await scene.CountWaitingAsync() == 1;
                },
                "the message is back"
            );
        }

        gate.SetResult();
        await queue.ResumeAsync();
        Assert.Equal([true, true], (await _inbox.NextAsync(2)).Select(d => d.Redelivered));
        await scene.WaitingBecomesAsync(1, dead.Queue);
        Assert.Equal(2, _inbox.Count);
    }

    [Fact]
    public async Task A_message_that_others_returned_to_a_quorum_queue_still_has_two_attempts()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        var builder = scene
            .Connect()
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .Argument("x-queue-type", "quorum")
            .On(scene.Everything, Fail);
        await (await builder.ConsumeAsync()).CloseAsync();
        await scene.PublishAsync("a");
        for (var time = 0; time < 3; time++)
            await scene.TakeAndReturnAsync();

        await builder.ConsumeAsync();
        await scene.WaitingBecomesAsync(1, dead.Queue);
        Assert.Equal(2, _inbox.Count);
    }

    [Fact]
    public async Task A_failure_followed_by_success_does_not_count_against_an_equal_message()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        var builder = scene
            .Connect()
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .Prefetch(1)
            .On(
                scene.Everything,
                d =>
                {
                    // The message fails and is done well; its equal comes redelivered, and fails too.
                    _inbox.Add(d);
                    if (_inbox.Count is 1 or 3)
                        throw new InvalidOperationException("it failed");
                }
            );
        var queue = await builder.ConsumeAsync();
        await scene.PublishAsync("a");
        await _inbox.NextAsync(2);
        await queue.PauseAsync();
        await scene.PublishAsync("a");
        await scene.TakeAndReturnAsync();
        await queue.ResumeAsync();

        Assert.Equal([true, true], (await _inbox.NextAsync(2)).Select(d => d.Redelivered));
        Assert.Equal(0u, await scene.CountWaitingAsync(dead.Queue));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Equal_messages_have_two_attempts_each(int prefetch)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene.ConsumeAsync(Fail, q => q.Argument("x-dead-letter-exchange", dead.Exchange).Prefetch(prefetch));
        await scene.PublishAsync("a");
        await scene.PublishAsync("a");

        await scene.WaitingBecomesAsync(2, dead.Queue);
        Assert.Equal(4, _inbox.Count);
    }

    [Fact]
    public async Task A_message_is_acknowledged_when_its_handler_succeeds_the_second_time()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var runs = 0;
        var queue = await scene.ConsumeAsync(d =>
        {
            if (Interlocked.Increment(ref runs) == 1)
                throw new InvalidOperationException("it failed");
            _inbox.Add(d);
        });
        await scene.PublishAsync("a");

        await _inbox.NextAsync();
        await queue.CloseAsync();
        Assert.Equal(0u, await scene.CountWaitingAsync());
    }

    private void Fail(Delivery<string, JsonElement> delivery)
    {
        _inbox.Add(delivery);
        throw new InvalidOperationException("it failed");
    }
}
