using System.Text.Json;

namespace Pulse.Runtime.Tests.Handling.Failing;

/// <summary>Messages that do not decode: rejected, reported, and the end of consuming if there are too many.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class UndecodableMessageTests(RabbitMqFixture rabbitMq)
{
    private readonly Inbox<Delivery<string, JsonElement>> _inbox = new();

    [Fact]
    public async Task A_message_that_does_not_decode_is_rejected_and_reaches_no_handler()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene.ConsumeAsync(_inbox.Add, q => q.Argument("x-dead-letter-exchange", dead.Exchange));
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
        await scene.ConsumeAsync(
            _inbox.Add,
            q =>
                q.Argument("x-dead-letter-exchange", dead.Exchange)
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
        );
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
    public async Task Any_exception_of_a_binding_makes_the_message_undecodable()
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
    public async Task Twenty_undecodable_messages_in_a_row_stop_consuming_and_leave_the_rest()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_inbox.Add);
        await scene.PublishUndecodableAsync(30);

        var reason = await Assert.ThrowsAsync<UndecodableMessageException>(() => queue.Completion.WithinPatience());
        Assert.Equal("key19", reason.RoutingKey);
        Assert.Contains("x-dead-letter-exchange", reason.Message, StringComparison.Ordinal);
        Assert.Contains("The first 19 have been rejected", reason.Message, StringComparison.Ordinal);
        await scene.WaitingBecomesAsync(11);
        Assert.Equal(0, _inbox.Count);
    }

    [Fact]
    public async Task With_acknowledgement_by_hand_the_twentieth_undecodable_message_stops_consuming_at_once_too()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_inbox.Add, q => q.ManualAcknowledge());
        await scene.PublishUndecodableAsync(30);
        var completion = queue.Completion;
        Assert.Same(completion, await Task.WhenAny(completion, Task.Delay(TimeSpan.FromSeconds(15))));
        await Assert.ThrowsAsync<UndecodableMessageException>(() => completion);
        await scene.WaitingBecomesAsync(11);
        Assert.DoesNotContain(scene.Log.All, line => line.StartsWith("Warning 33 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_decodable_message_resets_the_count_of_undecodable_ones()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_inbox.Add);
        for (var number = 0; number < 38; number++)
            await scene.PublishAsync("a", number == 19 ? "5" : "{");
        await scene.PublishAsync("last", "6");

        await _inbox.NextAsync(2);
        Assert.False(queue.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_dead_letter_exchange_lifts_the_limit_on_undecodable_messages()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene.ConsumeAsync(_inbox.Add, q => q.Argument("x-dead-letter-exchange", dead.Exchange));
        await scene.PublishUndecodableAsync(30);
        await scene.WaitingBecomesAsync(30, dead.Queue);
    }

    private sealed record ThrowingBinding(string ExchangeName) : IBinding<string, string>
    {
        public string RoutingKey => "#";

        public string ReadPayload(ReadOnlySpan<byte> json) => throw new NotSupportedException();

        public string ReadRouting(string routingKey) => routingKey;
    }
}
