using System.Text.Json;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Kinds of queues as RabbitMQ takes them.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class QueueKindTests(RabbitMqFixture rabbitMq)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<string, Func<PulseQueueBuilder, PulseQueueBuilder>, Dictionary<string, object?>> Kinds =>
        new()
        {
            {
                "everything that a quorum queue takes",
                q =>
                    q.Quorum(7)
                        .SingleActiveConsumer()
                        .MaxLength(5)
                        .MessageTimeToLive(TimeSpan.FromTicks(1))
                        .Expires(Minute)
                        .ConsumerPriority(-3),
                new()
                {
                    ["x-queue-type"] = "quorum",
                    ["x-delivery-limit"] = 7,
                    ["x-single-active-consumer"] = true,
                    ["x-max-length"] = 5,
                    ["x-message-ttl"] = 1,
                    ["x-expires"] = 60_000,
                }
            },
            {
                "everything that a classic queue takes, the last call of each",
                q =>
                    q.SingleActiveConsumer()
                        .MaxLength(5)
                        .MaxLength(6)
                        .MessageTimeToLive(Minute)
                        .Expires(Minute)
                        .ConsumerArgument("x-priority", 5)
                        .Prefetch(0),
                new()
                {
                    ["x-single-active-consumer"] = true,
                    ["x-max-length"] = 6,
                    ["x-message-ttl"] = 60_000,
                    ["x-expires"] = 60_000,
                }
            },
            {
                "the same twice",
                q => q.Quorum(3).Quorum().Argument("x-queue-type", "quorum").MaxLength(5).Argument("x-max-length", 5),
                new() { ["x-queue-type"] = "quorum", ["x-max-length"] = 5 }
            },
            {
                "a stream",
                q => q.Stream().Argument("x-max-age", "1h").Argument("x-max-length-bytes", 1_000_000),
                new()
                {
                    ["x-queue-type"] = "stream",
                    ["x-max-age"] = "1h",
                    ["x-max-length-bytes"] = 1_000_000,
                }
            },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_queue_has_the_arguments_that_it_is_described_with(
        string what,
        Func<PulseQueueBuilder, PulseQueueBuilder> describe,
        Dictionary<string, object?> arguments
    )
    {
        Assert.NotEmpty(what);
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_ => { }, describe);
        // The broker answers only if all of it is equal.
        await scene.Channel.QueueDeclareAsync(scene.FullQueueName, durable: true, false, false, arguments);
    }

    [Fact]
    public async Task An_anonymous_queue_takes_whatever_is_no_matter_of_its_type()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var queue = await scene
            .Connect()
            .Queue()
            .SingleActiveConsumer()
            .MaxLength(5)
            .MessageTimeToLive(Minute)
            .Expires(Minute)
            .DeadLetter(scene.QueueName)
            .On(scene.Everything, _ => { })
            .ConsumeAsync();
        Assert.True(await scene.QueueExistsAsync());
        await scene.DeleteExchangeAsync($"exchange/guest/{scene.QueueName}");
    }

    [Fact]
    public async Task A_single_active_consumer_gets_all_messages_until_it_pauses_and_the_other_one_takes_over()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (first, second) = (new Inbox<int>(), new Inbox<int>());
        var active = await scene.ConsumeAsync(d => first.Add(d.Payload.GetInt32()), q => q.SingleActiveConsumer());
        await scene.ConsumeAsync(d => second.Add(d.Payload.GetInt32()), q => q.SingleActiveConsumer());
        await scene.PublishNumbersAsync(10);
        Assert.Equal(Enumerable.Range(0, 10), await first.NextAsync(10));
        await active.PauseAsync();
        await scene.PublishNumbersAsync(3);
        Assert.Equal([0, 1, 2], await second.NextAsync(3));
        Assert.Equal(10, first.Count);
    }

    [Fact]
    public async Task A_consumer_of_higher_priority_gets_the_messages_that_it_has_room_for_also_of_an_existing_queue()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (low, high) = (new Inbox<int>(), new Inbox<int>());
        await scene.ConsumeAsync(d => low.Add(d.Payload.GetInt32()), q => q.ConsumerPriority(-1));
        await scene
            .Connect()
            .ExistingQueue(scene.FullQueueName)
            .ConsumerPriority(10)
            .On(scene.Everything, d => high.Add(d.Payload.GetInt32()))
            .ConsumeAsync();
        await scene.PublishNumbersAsync(10);
        Assert.Equal(Enumerable.Range(0, 10), await high.NextAsync(10));
        Assert.Equal(0, low.Count);
    }

    [Fact]
    public async Task A_consumer_s_argument_that_RabbitMQ_refuses_is_an_error_in_its_words()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var error = await Assert.ThrowsAsync<PulseException>(() =>
            scene.ConsumeAsync(_ => { }, q => q.ConsumerArgument("x-priority", "high"))
        );
        Assert.Contains("invalid arg 'x-priority'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-max-length", "MaxLength(...) or Argument(\"x-max-length\", ...)", true)]
    [InlineData("x-message-ttl", "MessageTimeToLive(...) or", true)]
    [InlineData("x-expires", "Expires(...) or", true)]
    [InlineData("x-delivery-limit", "Quorum(deliveryLimit) or", true)]
    [InlineData("x-dead-letter-exchange", "DeadLetter(...) or", true)]
    [InlineData("x-single-active-consumer", "SingleActiveConsumer() or", false)]
    public async Task A_queue_without_an_argument_is_explained_with_the_call_to_leave_out(
        string argument,
        string call,
        bool canBePolicy
    )
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync(arguments: ("x-queue-type", "quorum"));
        var error = await Assert.ThrowsAsync<QueueMismatchException>(() =>
            scene.ConsumeAsync(
                _ => { },
                q =>
                    argument switch
                    {
                        "x-max-length" => q.Quorum().MaxLength(5),
                        "x-message-ttl" => q.Quorum().MessageTimeToLive(Minute),
                        "x-expires" => q.Quorum().Expires(Minute),
                        "x-delivery-limit" => q.Quorum(5),
                        "x-dead-letter-exchange" => q.Quorum().DeadLetter($"{scene.QueueName}-dead"),
                        _ => q.Quorum().SingleActiveConsumer(),
                    }
            )
        );
        Assert.Equal((argument, null), (error.ArgumentName, error.Actual));
        Assert.Contains(
            $"'{argument}' is not set there and {error.Requested} here.",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains($"Leave out {call}", error.Message, StringComparison.Ordinal);
        Assert.Equal(canBePolicy, error.Message.Contains("by a policy", StringComparison.Ordinal));
        Assert.EndsWith("or delete the queue once it is empty.", error.Message, StringComparison.Ordinal);
        Assert.True(await scene.QueueExistsAsync());
        await DeleteDeadAsync(scene);
    }

    [Fact]
    public async Task A_classic_queue_is_adopted_in_place_of_a_quorum_queue_with_a_limit()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        var inbox = new Inbox<JsonElement>();
        await scene.ConsumeAsync(d => inbox.Add(d.Payload), q => q.Quorum(5));
        await scene.PublishAsync("a");
        await inbox.NextAsync();
        Assert.Contains(
            scene.Log.All,
            line =>
                line.StartsWith("Warning 13 ", StringComparison.Ordinal)
                && line.Contains("instead of quorum", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_limit_of_deliveries_is_warned_of_where_nothing_catches_what_it_drops(bool hasDeadLetters)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(
            _ => { },
            q => hasDeadLetters ? q.Quorum(5).DeadLetter($"{scene.QueueName}-dead") : q.Quorum(5)
        );
        Assert.Equal(
            !hasDeadLetters,
            scene.Log.All.Any(line => line.StartsWith("Warning 28 ", StringComparison.Ordinal))
        );
        await DeleteDeadAsync(scene);
    }

    private static async Task DeleteDeadAsync(Scene scene)
    {
        await scene.Channel.QueueDeleteAsync($"{scene.FullQueueName}-dead");
        await scene.Channel.ExchangeDeleteAsync($"exchange/guest/{scene.QueueName}-dead");
    }
}
