using System.Text.Json;

namespace Pulse.Runtime.Tests.Consuming;

[Collection(SharedRabbitMq.Name)]
public sealed class FailureTests(RabbitMqFixture rabbitMq)
{
    private readonly Inbox<Delivery<string, JsonElement>> _inbox = new();

    [Theory]
    [InlineData("classic")]
    [InlineData("quorum")]
    public async Task A_message_whose_handler_throws_is_delivered_once_more_and_then_rejected(string queueType)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .Argument("x-queue-type", queueType)
            .On(scene.Everything, Fail)
            .ConsumeAsync();
        await scene.PublishAsync("a");

        Assert.Equal([false, true], (await _inbox.NextAsync(2)).Select(d => d.Redelivered));
        await scene.WaitingBecomesAsync(1, dead.Queue);
        Assert.Equal(2, _inbox.Count);
        Assert.Equal(
            2,
            scene.Log.All.Count(line =>
                line.StartsWith("Error 20 ", StringComparison.Ordinal)
                && line.Contains("it failed", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public async Task Redelivery_alone_rejects_nothing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        var builder = scene.Connect().Queue(scene.QueueName).Argument("x-dead-letter-exchange", dead.Exchange);
        var first = await builder.On(scene.Everything, _inbox.Add).ManualAcknowledge().ConsumeAsync();
        await scene.PublishAsync("a");
        await _inbox.NextAsync();
        await first.CloseAsync(); // unsettled, so it comes again, marked

        await scene
            .Connect()
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .On(scene.Everything, Fail)
            .ConsumeAsync();
        Assert.Equal([true, true], (await _inbox.NextAsync(2)).Select(d => d.Redelivered));
        await scene.WaitingBecomesAsync(1, dead.Queue);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("quorum")]
    public async Task What_was_given_back_without_having_run_has_its_second_chance_all_the_same(string queueType)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        var (entered, gate) = (new Inbox<Delivery>(), new TaskCompletionSource());
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .Argument("x-queue-type", queueType)
            .On(
                scene.Everything,
                async d =>
                {
                    entered.Add(d);
                    await gate.Task;
                    if (d.RoutingKey == "fails")
                        Fail(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishAsync("holds");
        await entered.NextAsync();
        await scene.PublishAsync("fails");

        for (var pause = 0; pause < 3; pause++)
        {
            await queue.ResumeAsync();
            await scene.WaitingBecomesAsync(0);
            var pausing = queue.PauseAsync();
            await scene.WaitingBecomesAsync(1);
            Assert.False(pausing.IsCompleted);
        }

        gate.SetResult();
        await queue.ResumeAsync();
        Assert.Equal([true, true], (await _inbox.NextAsync(2)).Select(d => d.Redelivered));
        await scene.WaitingBecomesAsync(1, dead.Queue);
        Assert.Equal(2, _inbox.Count);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task What_others_returned_to_a_quorum_queue_twice_is_rejected_on_its_first_failure(
        int returns,
        int runs
    )
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
        for (var time = 0; time < returns; time++)
        {
            await scene.WaitingBecomesAsync(1);
            var got = await scene.Channel.BasicGetAsync(scene.FullQueueName, autoAck: false);
            await scene.Channel.BasicRejectAsync(got!.DeliveryTag, requeue: true);
        }

        await builder.ConsumeAsync();
        await scene.WaitingBecomesAsync(1, dead.Queue);
        Assert.Equal(runs, _inbox.Count);
    }

    [Fact]
    public async Task A_failure_that_was_made_good_does_not_count_against_an_equal_message()
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
        await scene.WaitingBecomesAsync(1);
        var got = await scene.Channel.BasicGetAsync(scene.FullQueueName, autoAck: false);
        await scene.Channel.BasicRejectAsync(got!.DeliveryTag, requeue: true);
        await queue.ResumeAsync();

        Assert.Equal([true, true], (await _inbox.NextAsync(2)).Select(d => d.Redelivered));
        Assert.Equal(0u, await scene.CountWaitingAsync(dead.Queue));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Equal_messages_have_a_second_chance_each_and_no_third(int prefetch)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .Prefetch(prefetch)
            .On(scene.Everything, Fail)
            .ConsumeAsync();
        await scene.PublishAsync("a");
        await scene.PublishAsync("a");

        await scene.WaitingBecomesAsync(2, dead.Queue);
        Assert.Equal(4, _inbox.Count);
    }

    [Fact]
    public async Task A_handler_that_succeeds_the_second_time_has_acknowledged()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var runs = 0;
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                d =>
                {
                    if (Interlocked.Increment(ref runs) == 1)
                        throw new InvalidOperationException("it failed");
                    _inbox.Add(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishAsync("a");

        await _inbox.NextAsync();
        await queue.CloseAsync();
        Assert.Equal(0u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task A_message_that_does_not_decode_is_rejected_and_reaches_no_handler()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .On(scene.Everything, _inbox.Add)
            .ConsumeAsync();
        await scene.PublishAsync("bad", "{ not json");
        await scene.PublishAsync("good", "5");

        Assert.Equal(5, (await _inbox.NextAsync()).Payload.GetInt32());
        await scene.WaitingBecomesAsync(1, dead.Queue);
        Assert.Contains(
            scene.Log.All,
            line =>
                line.StartsWith("Error 21 ", StringComparison.Ordinal)
                && line.Contains(scene.Exchange, StringComparison.Ordinal)
                && line.Contains("bad", StringComparison.Ordinal)
                && line.Contains(nameof(JsonException), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task OnUndecodable_sees_the_message_and_the_reason_and_may_settle_it()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        var seen = new Inbox<(Delivery Delivery, UndecodableMessageException Reason)>();
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .On(scene.Everything, _inbox.Add)
            .OnUndecodable(
                async (delivery, reason) =>
                {
                    if (delivery.RoutingKey == "settled")
                        await delivery.AckAsync();
                    seen.Add((delivery, reason));
                    if (delivery.RoutingKey == "throws")
                        throw new InvalidOperationException("it failed");
                }
            )
            .ConsumeAsync();
        foreach (var key in new[] { "settled", "throws", "plain" })
            await scene.PublishAsync(key, "{");

        var all = await seen.NextAsync(3);
        Assert.Equal(["settled", "throws", "plain"], all.Select(one => one.Reason.RoutingKey));
        Assert.All(all, one => Assert.Equal(scene.Exchange, one.Reason.Exchange));
        Assert.All(all, one => Assert.IsAssignableFrom<JsonException>(one.Reason.InnerException));
        Assert.All(all, one => Assert.Equal("{"u8.ToArray(), one.Delivery.Body.ToArray()));
        await scene.WaitingBecomesAsync(2, dead.Queue);
    }

    [Fact]
    public async Task Whatever_a_binding_throws_counts_as_undecodable()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var seen = new Inbox<Exception>();
        await scene
            .Connect()
            .Queue()
            .On(new ThrowingBinding(scene.Exchange), _ => { })
            .OnUndecodable((_, reason) => seen.Add(reason))
            .ConsumeAsync();
        await scene.PublishAsync("a");
        Assert.IsType<NotSupportedException>((await seen.NextAsync()).InnerException);
    }

    [Fact]
    public async Task Twenty_undecodable_messages_in_a_row_end_consuming_and_leave_the_rest()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, _inbox.Add).ConsumeAsync();
        for (var number = 0; number < 30; number++)
            await scene.PublishAsync($"key{number}", "{");

        var reason = await Assert.ThrowsAsync<UndecodableMessageException>(() => queue.Completion.WithinPatience());
        Assert.Equal("key19", reason.RoutingKey);
        Assert.Contains("x-dead-letter-exchange", reason.Message, StringComparison.Ordinal);
        Assert.Contains("The first 19 have been rejected", reason.Message, StringComparison.Ordinal);
        await scene.WaitingBecomesAsync(11);
        Assert.Equal(0, _inbox.Count);
    }

    [Fact]
    public async Task A_good_message_in_between_begins_the_count_anew()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue(scene.QueueName).On(scene.Everything, _inbox.Add).ConsumeAsync();
        for (var number = 0; number < 38; number++)
            await scene.PublishAsync("a", number == 19 ? "5" : "{");
        await scene.PublishAsync("last", "6");

        await _inbox.NextAsync(2);
        Assert.False(queue.Completion.IsCompleted);
    }

    [Fact]
    public async Task Where_the_undecodable_are_kept_any_number_of_them_may_come()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .On(scene.Everything, _inbox.Add)
            .ConsumeAsync();
        for (var number = 0; number < 30; number++)
            await scene.PublishAsync("a", "{");
        await scene.WaitingBecomesAsync(30, dead.Queue);
    }

    private void Fail(Delivery<string, JsonElement> delivery)
    {
        _inbox.Add(delivery);
        throw new InvalidOperationException("it failed");
    }

    private sealed record ThrowingBinding(string ExchangeName) : IBinding<string, string>
    {
        public string RoutingKey => "#";

        public string ReadPayload(ReadOnlySpan<byte> json) => throw new NotSupportedException();

        public string ReadRouting(string routingKey) => routingKey;
    }
}
