using Pulse.RabbitMq;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Publishing;

[Collection(SharedRabbitMq.Name)]
public sealed class DeclaringExchangesTests(RabbitMqFixture rabbitMq)
{
    private readonly string _id = $"{Guid.NewGuid():N}";

    [Fact]
    public async Task Exchanges_of_the_users_own_namespace_are_declared_as_durable_topic_exchanges()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = scene.Connect().CreatePublisher();
        var names = new[] { $"exchange/guest/v1/{_id}-a", $"exchange/guest/v1/{_id}-b" };

        await publisher.DeclareExchangesAsync(names.Select(Exchange));
        await publisher.DeclareExchangesAsync(names.Select(Exchange));

        foreach (var name in names)
        {
            await scene.Channel.ExchangeDeclareAsync(name, ExchangeType.Topic, durable: true);
            await scene.DeleteExchangeAsync(name);
        }
    }

    [Fact]
    public async Task Other_exchanges_are_not_declared_unless_that_is_asked_for()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var pulse = scene.Connect();
        await using var publisher = pulse.CreatePublisher();
        var name = $"orders-{_id}";
        var missing = await Assert.ThrowsAsync<ExchangeNotFoundException>(() =>
            publisher.DeclareExchangesAsync([Exchange(name)])
        );
        Assert.Equal(name, missing.ExchangeName);

        await using var declaring = pulse.CreatePublisher(new PublisherOptions { DeclareAnyExchange = true });
        await declaring.DeclareExchangesAsync([Exchange(name)]);
        await publisher.DeclareExchangesAsync([Exchange(name)]);
        await scene.DeleteExchangeAsync(name);
    }

    [Fact]
    public async Task A_broker_that_does_not_let_the_user_ask_for_an_exchange_does_not_keep_others_from_being_declared()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await rabbitMq.EnsureUserAsync("alice", "secret");
        using var proxy = TcpProxy.To(rabbitMq.Node);
        proxy.WantConfigureForPassiveDeclares();
        var own = $"exchange/alice/v1/{_id}";
        await using var publisher = scene
            .Connect(options => options with { User = "alice", Password = "secret", Url = proxy.Url })
            .CreatePublisher();

        await publisher.DeclareExchangesAsync([Exchange(scene.Exchange), Exchange(own)]);

        await scene.Channel.ExchangeDeclareAsync(own, ExchangeType.Topic, durable: true);
        await scene.DeleteExchangeAsync(own);
    }

    [Theory]
    [InlineData("exchange/build/v1/{0}", "exchange/alice/v1/{0}")]
    [InlineData("exchange/alice/v1/{0}", "exchange/alice/v1/{0}")]
    [InlineData("{0}", "exchange/alice/{0}")]
    public async Task In_the_own_namespace_the_users_name_takes_the_place_of_the_publishers(
        string name,
        string expected
    )
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await rabbitMq.EnsureUserAsync("alice", "secret");
        var (reference, own) = (string.Format(null, name, _id), string.Format(null, expected, _id));
        await using var publisher = scene
            .Connect(options => options with { User = "alice", Password = "secret" })
            .CreatePublisher(new PublisherOptions { OwnNamespace = true });

        await publisher.DeclareExchangesAsync([Exchange(reference)]);
        await scene.DeclareQueueAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, own, "#");
        await publisher.PublishAsync(new NumberKey(reference, "a"), 1);

        Assert.Equal(1u, await scene.CountWaitingAsync());
        await scene.DeleteExchangeAsync(own);
    }

    [Fact]
    public async Task An_exchange_of_another_kind_is_an_error_that_says_what_differs()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = scene.Connect().CreatePublisher();
        // The scene's own is not durable.
        var error = await Assert.ThrowsAsync<PulseException>(() =>
            publisher.DeclareExchangesAsync([Exchange(scene.Exchange)])
        );
        Assert.Contains("'durable' is false there and true here", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("DeadLetter", error.Message, StringComparison.Ordinal);
    }

    private static PulseExchange Exchange(string name) => new(name, "", typeof(int));
}
