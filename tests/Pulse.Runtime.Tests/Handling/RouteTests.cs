using System.Text.Json;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Handling;

/// <summary>Every way that RabbitMQ can bring a message to a queue, with payloads of two types.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class RouteTests(RabbitMqFixture rabbitMq)
{
    private readonly Inbox<string> _ran = new();

    [Fact]
    public async Task A_message_of_an_exchange_that_is_bound_to_ours_reaches_the_handler_of_its_key()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var source = await scene.DeclareExchangeAsync();
        await scene.Channel.ExchangeBindAsync(scene.Exchange, source, "some.#");
        await ConsumeAsync(scene, q => q.On(new NumberBinding(scene.Exchange, "some.#"), Ran("number")));
        await scene.PublishAsync("some.key", "7", source);
        Assert.Equal("number some.key 7", await _ran.NextAsync());
    }

    [Fact]
    public async Task A_message_that_another_type_of_payload_came_with_over_a_bound_exchange_is_unmatched()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var source = await scene.DeclareExchangeAsync();
        await scene.Channel.ExchangeBindAsync(scene.Exchange, source, "#");
        await ConsumeAsync(
            scene,
            q =>
                q.On(new NumberBinding(scene.Exchange, "#"), Ran("number"))
                    .OnUndecodable((_, _) => _ran.Add("undecodable"))
                    .OnUnmatched(delivery => _ran.Add($"unmatched {delivery.RoutingKey}"))
        );
        await scene.PublishAsync("a", "\"text\"", source);
        Assert.Equal("unmatched a", await _ran.NextAsync());
    }

    [Fact]
    public async Task Between_two_exchanges_of_the_queue_the_one_that_was_published_to_decides()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var second = await scene.DeclareExchangeAsync();
        await scene.Channel.ExchangeBindAsync(second, scene.Exchange, "#");
        await ConsumeAsync(
            scene,
            q =>
                q.On(new NumberBinding(second, "#"), Ran("second"))
                    .On(new NumberBinding(scene.Exchange, "a.*"), Ran("first"))
                    .OnUnmatched(delivery => _ran.Add($"unmatched {delivery.RoutingKey}"))
        );
        await scene.PublishAsync("a.1", "1");
        await scene.PublishAsync("b", "2");
        await scene.PublishAsync("b", "3", second);
        Assert.Equal(["first a.1 1", "unmatched b", "second b 3"], await _ran.NextAsync(3));
    }

    [Fact]
    public async Task A_message_that_an_alternate_exchange_saved_reaches_the_handler_of_its_key()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var source = $"exchange/guest/{Guid.NewGuid():N}";
        await scene.Channel.ExchangeDeclareAsync(
            source,
            ExchangeType.Topic,
            durable: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["alternate-exchange"] = scene.Exchange }
        );
        await ConsumeAsync(scene, q => q.On(new NumberBinding(scene.Exchange, "#"), Ran("number")));
        await scene.PublishAsync("nobody", "1", source);
        Assert.Equal("number nobody 1", await _ran.NextAsync());
        await scene.DeleteExchangeAsync(source);
    }

    [Theory]
    [InlineData(ExchangeType.Fanout)]
    [InlineData(ExchangeType.Headers)]
    [InlineData(ExchangeType.Direct)]
    public async Task A_binding_to_another_type_of_exchange_gets_its_messages(string type)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var exchange = await scene.DeclareExchangeAsync(type: type);
        var pattern = type == ExchangeType.Direct ? "any" : "#";
        await ConsumeAsync(scene, q => q.On(new NumberBinding(exchange, pattern), Ran("number")));
        await scene.PublishAsync("any", "1", exchange);
        Assert.Equal("number any 1", await _ran.NextAsync());
    }

    [Fact]
    public async Task A_message_that_comes_back_from_a_delay_queue_runs_its_handler_with_its_first_routing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var delay = $"delay-{Guid.NewGuid():N}";
        await scene.Channel.QueueDeclareAsync(
            delay,
            durable: false,
            exclusive: true,
            autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-message-ttl"] = 50,
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = scene.FullQueueName,
            }
        );
        var retry = await scene.DeclareExchangeAsync(type: ExchangeType.Fanout);
        await scene.Channel.QueueBindAsync(delay, retry, "");
        var other = await scene.DeclareExchangeAsync();
        await ConsumeAsync(
            scene,
            q =>
                q.Argument("x-dead-letter-exchange", retry)
                    .On(new NumberBinding(other, "#"), Ran("other"))
                    .On(
                        new NumberBinding(scene.Exchange, "b.#"),
                        async delivery =>
                        {
                            _ran.Add($"{delivery.Routing} {delivery.Payload}");
                            if (_ran.Count < 3)
                                await delivery.RejectAsync();
                        }
                    )
        );
        await scene.PublishAsync("b.1", "1");
        Assert.Equal(["b.1 1", "b.1 1", "b.1 1"], await _ran.NextAsync(3));
    }

    [Theory]
    [InlineData(1, "first")]
    [InlineData(2, "unmatched")]
    public async Task A_message_that_was_put_straight_into_the_queue_goes_to_the_only_handler(int handlers, string ran)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await ConsumeAsync(
            scene,
            q =>
            {
                q.On(new NumberBinding(scene.Exchange, "a"), _ => _ran.Add("first"))
                    .OnUnmatched(_ => _ran.Add("unmatched"));
                return handlers == 1 ? q : q.On(new NumberBinding(scene.Exchange, "b"), _ => _ran.Add("second"));
            }
        );
        await scene.PublishAsync(scene.FullQueueName, "1", exchange: "");
        Assert.Equal(ran, await _ran.NextAsync());
    }

    [Fact]
    public async Task A_binding_that_an_earlier_version_left_runs_no_handler_and_can_be_removed()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        await (
            await connection
                .Queue(scene.QueueName)
                .On(new NumberBinding(scene.Exchange, "old"), Ran("old"))
                .ConsumeAsync()
        ).CloseAsync();
        var queue = await connection
            .Queue(scene.QueueName)
            .On(new NumberBinding(scene.Exchange, "new"), Ran("new"))
            .OnUnmatched(delivery => _ran.Add($"unmatched {delivery.RoutingKey}"))
            .ConsumeAsync();
        await scene.PublishAsync("old", "1");
        Assert.Equal("unmatched old", await _ran.NextAsync());

        await queue.UnbindAsync(scene.Exchange, "old");
        await queue.UnbindAsync(scene.Exchange, "old"); // nothing is there any more
        await scene.PublishAsync("old", "2");
        await scene.PublishAsync("new", "3");
        Assert.Equal("new new 3", await _ran.NextAsync());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Two_versions_that_share_a_queue_lose_nothing_and_run_no_wrong_handler(
        bool isOlderBusy,
        bool isOnANewExchange
    )
    {
        const int Messages = 200;
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var second = isOnANewExchange ? await scene.DeclareExchangeAsync() : scene.Exchange;
        await using var older = scene.Connect();
        await using var newer = scene.Connect();
        await older
            .Queue(scene.QueueName)
            .On(new NumberBinding(scene.Exchange, "known.#"), delivery => WorkAsync("known", delivery, isOlderBusy))
            .ConsumeAsync();
        await newer
            .Queue(scene.QueueName)
            .On(new NumberBinding(scene.Exchange, "known.#"), delivery => WorkAsync("known", delivery, !isOlderBusy))
            .On(new TextBinding(second, "added.#"), delivery => WorkAsync("added", delivery, !isOlderBusy))
            .ConsumeAsync();
        for (var number = 0; number < Messages; number++)
        {
            if (number % 2 == 0)
                await scene.PublishAsync("known.a", $"{number}");
            else
                await scene.PublishAsync("added.a", $"\"{number}\"", second);
        }

        var expected = Enumerable
            .Range(0, Messages)
            .Select(number => number % 2 == 0 ? $"known {number}" : $"added {number}");
        var ran = new SortedSet<string>(StringComparer.Ordinal);
        while (ran.Count < Messages)
            ran.Add(await _ran.NextAsync());
        Assert.Equal(expected.Order(StringComparer.Ordinal), ran);
        Assert.DoesNotContain(scene.Log.All, line => line.StartsWith("Warning 23 ", StringComparison.Ordinal));

        async Task WorkAsync<T>(string handler, Delivery<string, T> delivery, bool isBusy)
        {
            if (isBusy)
                await Task.Delay(20);
            _ran.Add($"{handler} {delivery.Payload}");
        }
    }

    private Action<Delivery<string, int>> Ran(string handler) =>
        delivery => _ran.Add($"{handler} {delivery.RoutingKey} {delivery.Payload}");

    private static Task<PulseQueue> ConsumeAsync(Scene scene, Func<PulseQueueBuilder, PulseQueueBuilder> describe) =>
        describe(scene.Connect().Queue(scene.QueueName)).ConsumeAsync();

    private sealed record NumberBinding(string ExchangeName, string RoutingKey) : IBinding<string, int>
    {
        public int ReadPayload(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<int>(json);

        public string ReadRouting(string routingKey) => routingKey;
    }

    private sealed record TextBinding(string ExchangeName, string RoutingKey) : IBinding<string, string>
    {
        public string ReadPayload(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<string>(json)!;

        public string ReadRouting(string routingKey) => routingKey;
    }
}
