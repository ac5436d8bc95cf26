using System.Text.Json;

namespace Pulse.Runtime.Tests.Publishing;

[Collection(SharedRabbitMq.Name)]
public sealed class PublishingTests(RabbitMqFixture rabbitMq)
{
    private readonly Inbox<Delivery<string, JsonElement>> _inbox = new();

    [Fact]
    public async Task Messages_arrive_in_the_order_of_the_calls()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add, q => q.Prefetch(1000));
        await using var publisher = scene.Connect().CreatePublisher(new PublisherOptions { MaxUnconfirmed = 50 });
        var key = new NumberKey(scene.Exchange, "a");

        await Task.WhenAll(Enumerable.Range(0, 5000).Select(number => publisher.PublishAsync(key, number)));

        Assert.Equal(
            Enumerable.Range(0, 5000),
            (await _inbox.NextAsync(5000)).Select(delivery => delivery.Payload.GetInt32())
        );
    }

    [Fact]
    public async Task Callers_side_by_side_lose_nothing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add, q => q.Prefetch(1000));
        await using var publisher = scene.Connect().CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 4000),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, stop) => await publisher.PublishAsync(key, number, cancellationToken: stop)
        );

        Assert.Equal(
            Enumerable.Range(0, 4000),
            (await _inbox.NextAsync(4000)).Select(delivery => delivery.Payload.GetInt32()).Order()
        );
    }

    [Fact]
    public async Task A_payload_that_does_not_fit_its_schema_is_not_sent()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add);
        var pulse = scene.Connect();
        await using var publisher = pulse.CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");

        var invalid = await Assert.ThrowsAsync<InvalidPayloadException>(() => publisher.PublishAsync(key, 100_000));
        Assert.Equal("$", Assert.Single(invalid.Faults).Path);

        await using var lenient = pulse.CreatePublisher(new PublisherOptions { Validate = false });
        await lenient.PublishAsync(key, 100_001);
        Assert.Equal(100_001, (await _inbox.NextAsync()).Payload.GetInt32());
    }

    [Fact]
    public async Task Exchange_names_are_mapped()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add);
        await using var publisher = scene
            .Connect(options => options with { MapExchange = name => name == "ref" ? scene.Exchange : name })
            .CreatePublisher();

        await publisher.PublishAsync(new NumberKey("ref", "a"), 1);
        await publisher.PublishAsync("ref", "b", "2"u8.ToArray());

        Assert.Equal(["a", "b"], (await _inbox.NextAsync(2)).Select(delivery => delivery.RoutingKey));
    }

    [Fact]
    public async Task A_message_to_the_default_exchange_goes_to_the_queue_that_its_key_names()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        await using var publisher = scene.Connect().CreatePublisher();

        await publisher.PublishAsync("", scene.FullQueueName, "1"u8.ToArray());

        Assert.Equal(1u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task A_key_with_a_wildcard_is_refused_at_the_call()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = scene.Connect().CreatePublisher();
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            publisher.PublishAsync(new NumberKey(scene.Exchange, "a.*"), 1)
        );
        Assert.Contains("'*' is a wildcard", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_publishes_what_it_makes_of_a_message()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var pulse = scene.Connect();
        await using var publisher = pulse.CreatePublisher();
        await using var queue = await pulse
            .Queue()
            .On(
                Binding.To(scene.Exchange, "question"),
                d => publisher.PublishAsync(new NumberKey(scene.Exchange, "answer"), d.Payload.GetInt32() + 1)
            )
            .On(Binding.To(scene.Exchange, "answer"), _inbox.Add)
            .ConsumeAsync();

        await publisher.PublishAsync(new NumberKey(scene.Exchange, "question"), 1);

        Assert.Equal(2, (await _inbox.NextAsync()).Payload.GetInt32());
    }

    [Fact]
    public async Task The_connection_of_a_publisher_is_its_own_and_says_so_in_its_name()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var name = $"app {Guid.NewGuid():N}";
        var pulse = scene.Connect(options => options with { ClientProvidedName = name });
        await using var publisher = pulse.CreatePublisher();
        Assert.Equal(PulseState.Connecting, publisher.State);

        await publisher.PublishAsync(new NumberKey(scene.Exchange, "a"), 1);

        Assert.Equal((PulseState.Connected, PulseState.Connecting), (publisher.State, pulse.State));
        Assert.Contains(
            $"{name} publisher",
            await rabbitMq.Node.ControlAsync("list_connections", "client_properties"),
            StringComparison.Ordinal
        );
    }
}
