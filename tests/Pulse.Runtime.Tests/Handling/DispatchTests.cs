using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Handling;

[Collection(SharedRabbitMq.Name)]
public sealed class DispatchTests(RabbitMqFixture rabbitMq)
{
    private readonly Inbox<string> _ran = new();

    [Fact]
    public async Task The_first_binding_that_matches_gets_the_message()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene
            .Connect()
            .Queue()
            .On(Binding.To(scene.Exchange, "a.*"), d => _ran.Add($"a.*: {d.RoutingKey}"))
            .On(Binding.To(scene.Exchange, "a.#"), d => _ran.Add($"a.#: {d.RoutingKey}"))
            .On(Binding.To(scene.Exchange, "b"), d => _ran.Add($"b: {d.RoutingKey}"))
            .ConsumeAsync();
        foreach (var key in new[] { "b", "a.x", "a.x.y", "a" })
            await scene.PublishAsync(key);

        Assert.Equal(["b: b", "a.*: a.x", "a.#: a.x.y", "a.#: a"], await _ran.NextAsync(4));
    }

    [Fact]
    public async Task A_message_is_dispatched_by_a_carbon_copy_key_as_by_the_primary_one()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene
            .Connect()
            .Queue()
            .On(Binding.To(scene.Exchange, "route.index.#"), d => _ran.Add($"route: {string.Join(' ', d.Routes)}"))
            .On(Binding.To(scene.Exchange, "primary.#"), d => _ran.Add($"primary: {string.Join(' ', d.Routes)}"))
            .ConsumeAsync();
        await scene.PublishAsync("primary.x", properties: Copies("route.other"));
        await scene.PublishAsync("secondary.x", properties: Copies("route.index.gecko"));
        await scene.PublishAsync("primary.x", properties: Copies("route.index.gecko", "route.other"));

        Assert.Equal(["primary: other", "route: index.gecko", "route: index.gecko other"], await _ran.NextAsync(3));
    }

    [Fact]
    public async Task A_blind_copy_is_unmatched_also_where_the_exchange_has_only_one_binding()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene
            .Connect()
            .Queue()
            .On(Binding.To(scene.Exchange, "wanted"), d => _ran.Add(d.RoutingKey))
            .OnUnmatched(d => _ran.Add($"unmatched {d.RoutingKey}"))
            .ConsumeAsync();
        await scene.PublishAsync("other", properties: BlindCopies("wanted"));

        Assert.Equal("unmatched other", await _ran.NextAsync());
    }

    [Fact]
    public async Task Messages_of_several_exchanges_reach_the_handlers_of_their_own()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var other = await scene.DeclareExchangeAsync();
        await scene
            .Connect()
            .Queue()
            .On(Binding.To(scene.Exchange, "#"), _ => _ran.Add("one"))
            .On(Binding.To(other, "#"), _ => _ran.Add("other"))
            .ConsumeAsync();
        await scene.PublishAsync("a", exchange: other);
        await scene.PublishAsync("a");

        Assert.Equal(["other", "one"], await _ran.NextAsync(2));
    }

    [Fact]
    public async Task A_message_that_no_binding_matches_is_returned_some_times_and_then_rejected()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene
            .Connect(options => options with { TimeProvider = new FastTime() })
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .On(Binding.To(scene.Exchange, "a"), _ => _ran.Add("a"))
            .On(Binding.To(scene.Exchange, "b"), _ => _ran.Add("b"))
            .ConsumeAsync();
        await scene.PublishAsync("blind", properties: BlindCopies("a"));

        await scene.WaitingBecomesAsync(1, dead.Queue);
        Assert.Equal(0, _ran.Count);
        Assert.Contains(
            scene.Log.All,
            line =>
                line.StartsWith("Warning 23 ", StringComparison.Ordinal)
                && line.Contains("blind", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task OnUnmatched_gets_a_message_that_no_binding_matches()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var foreign = await scene.DeclareExchangeAsync();
        var unmatched = new Inbox<Delivery>();
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(Binding.To(scene.Exchange, "a"), _ => _ran.Add("a"))
            .OnUnmatched(unmatched.Add)
            .ConsumeAsync();
        await scene.Channel.QueueBindAsync(queue.Name, foreign, "#"); // as an older version may have left it
        await scene.PublishAsync("dead", "{}", exchange: foreign);

        var delivery = await unmatched.NextAsync();
        Assert.Equal((foreign, "dead"), (delivery.Exchange, delivery.RoutingKey));
        Assert.Null(delivery.Payload);
        await Eventually.HoldsAsync(() => delivery.Settlement == Settlement.Acknowledged, "it is acknowledged");
    }

    [Fact]
    public async Task A_dead_lettered_message_arrives_from_the_dead_letter_exchange()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareExchangeAsync();
        var connection = scene.Connect();
        var dying = await connection
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead)
            .On(scene.Everything, d => d.RejectAsync())
            .ConsumeAsync();
        await connection
            .Queue()
            .On(Binding.To(dead, "#"), d => _ran.Add($"{d.RoutingKey} {d.Properties.Headers["x-first-death-queue"]}"))
            .ConsumeAsync();
        await scene.PublishAsync("a");

        Assert.Equal($"a {dying.Name}", await _ran.NextAsync());
    }

    [Fact]
    public async Task MapExchange_names_the_exchanges_of_this_deployment()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options =>
            options with
            {
                MapExchange = name => name.Replace("exchange/reference", scene.Exchange, StringComparison.Ordinal),
            }
        );
        var binding = Binding.To("exchange/reference", "a.#");
        await connection
            .Queue()
            .On(binding, d => _ran.Add($"a {d.Exchange}"))
            .On(Binding.To("exchange/reference", "b"), d => _ran.Add($"b {d.Exchange}"))
            .ConsumeAsync();
        await scene.PublishAsync("b");
        await scene.PublishAsync("a.x");

        Assert.Equal([$"b {scene.Exchange}", $"a {scene.Exchange}"], await _ran.NextAsync(2));
        Assert.Equal("exchange/reference", binding.ExchangeName);
    }

    [Fact]
    public async Task An_exchange_cannot_be_mapped_to_nothing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var builder = scene
            .Connect(options => options with { MapExchange = _ => "" })
            .Queue()
            .On(scene.Everything, _ => { });
        Assert.Throws<InvalidOperationException>(() =>
        {
            _ = builder.ConsumeAsync();
        });
    }

    private static BasicProperties Copies(params string[] keys) =>
        new() { Headers = new Dictionary<string, object?> { ["CC"] = keys.ToList<object?>() } };

    private static BasicProperties BlindCopies(params string[] keys) =>
        new() { Headers = new Dictionary<string, object?> { ["BCC"] = keys.ToList<object?>() } };
}
