using System.Text.Json;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Publishing;

[Collection(SharedRabbitMq.Name)]
public sealed class PublishingAgainTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly TcpProxy _proxy = TcpProxy.To(rabbitMq.Node);
    private readonly Inbox<Delivery<string, JsonElement>> _inbox = new();

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public async Task Lost_connections_lose_no_message_and_copies_have_the_same_id()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add, q => q.Prefetch(1000));
        await using var publisher = Connect(scene).CreatePublisher(new PublisherOptions { MaxUnconfirmed = 100 });
        var key = new NumberKey(scene.Exchange, "a");
        await publisher.PublishAsync(key, 0);

        var publishing = new List<Task>();
        for (var number = 1; number < 3000; number++)
        {
            publishing.Add(publisher.PublishAsync(key, number, new PublishOptions { MessageId = $"{number}" }));
            if (number % 500 == 250)
            {
                await publishing[number - 100];
                _proxy.CutConnections();
            }
        }

        await Task.WhenAll(publishing).WithinPatience();
        await scene.PublishAsync("end", "3000");
        var firsts = new List<int>();
        var seen = new HashSet<int>();
        while (!seen.Contains(3000))
        {
            var delivery = await _inbox.NextAsync();
            var number = delivery.Payload.GetInt32();
            if (number is > 0 and < 3000)
                Assert.Equal($"{number}", delivery.Properties.MessageId);
            if (seen.Add(number))
                firsts.Add(number);
        }

        Assert.Equal(Enumerable.Range(0, 3001), firsts);
        Assert.True(_proxy.Accepted > 3);
    }

    [Fact]
    public async Task A_message_that_waits_while_the_connection_is_restored_is_sent_then()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add);
        await using var publisher = Connect(scene).CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");
        await publisher.PublishAsync(key, 0);

        _proxy.Cut();
        await Eventually.HoldsAsync(() => publisher.State == PulseState.Reconnecting, "the publisher reconnects");
        var waiting = publisher.PublishAsync(key, 1);
        Assert.NotNull(publisher.StateReason);
        _proxy.Mend();

        await waiting.WithinPatience();
        Assert.Equal([0, 1], (await _inbox.NextAsync(2)).Select(delivery => delivery.Payload.GetInt32()));
    }

    [Fact]
    public async Task A_broker_that_closes_the_connection_by_force_costs_no_message()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await rabbitMq.EnsureUserAsync("erin", "secret");
        var exchange = $"exchange/erin/{Guid.NewGuid():N}";
        await scene.DeclareExchangeAsync(exchange);
        await using var publisher = scene
            .Connect(options => options with { User = "erin", Password = "secret" })
            .CreatePublisher();
        var key = new NumberKey(exchange, "a");
        await publisher.PublishAsync(key, 0);

        await scene.DeclareQueueAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, exchange, "#");
        var lost = 0;
        publisher.StateChanged += (_, change) => lost += change.State == PulseState.Reconnecting ? 1 : 0;

        var publishing = new List<Task>();
        var closing = rabbitMq.Node.ControlAsync("close_all_user_connections", "erin", "test");
        while (lost == 0 || !closing.IsCompleted)
        {
            publishing.Add(publisher.PublishAsync(key, publishing.Count));
            await Task.Delay(1);
        }

        await Task.WhenAll(publishing).WithinPatience();
        var arrived = new HashSet<string>();
        while (await scene.Channel.BasicGetAsync(scene.FullQueueName, autoAck: true) is { } message)
            arrived.Add(System.Text.Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal(publishing.Count, arrived.Count);
        await scene.DeleteExchangeAsync(exchange);
    }

    [Fact]
    public async Task A_first_attempt_that_fails_fails_the_messages_that_wait_and_the_next_one_tries_again()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = Connect(scene).CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");
        _proxy.Cut();

        var failing = new[] { publisher.PublishAsync(key, 0), publisher.PublishAsync(key, 1) };
        await Assert.ThrowsAsync<ConnectionFailedException>(() => failing[0]);
        await Assert.ThrowsAsync<ConnectionFailedException>(() => failing[1]);
        Assert.Equal(PulseState.Connecting, publisher.State);
        Assert.NotNull(publisher.StateReason);

        _proxy.Mend();
        await publisher.PublishAsync(key, 2);
    }

    [Fact]
    public async Task A_refused_login_fails_the_message_with_the_reason()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = scene.Connect(options => options with { Password = "wrong" }).CreatePublisher();
        await Assert.ThrowsAsync<AuthenticationFailedException>(() =>
            publisher.PublishAsync(new NumberKey(scene.Exchange, "a"), 0)
        );
    }

    [Fact]
    public async Task Moving_to_a_fresh_connection_sends_nothing_twice()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add, q => q.Prefetch(1000));
        await using var publisher = Connect(scene, o => o with { RecycleInterval = TimeSpan.FromSeconds(1) })
            .CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");

        var count = 0;
        while (_proxy.Accepted < 4)
        {
            await Task.WhenAll(Enumerable.Range(count, 20).Select(number => publisher.PublishAsync(key, number)));
            count += 20;
            await Task.Delay(5);
        }

        await publisher.PublishAsync(key, count);
        Assert.Equal(
            Enumerable.Range(0, count + 1),
            (await _inbox.NextAsync(count + 1)).Select(delivery => delivery.Payload.GetInt32())
        );
    }

    private PulseConnection Connect(Scene scene, Func<PulseOptions, PulseOptions>? change = null) =>
        scene.Connect(options => (change?.Invoke(options) ?? options) with { Url = _proxy.Url });
}
