namespace Pulse.Runtime.Tests.Consuming;

/// <summary>How queues are declared, and how that fails.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class QueueDeclarationTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_named_queue_is_durable_and_shared_and_has_no_arguments()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_ => { });

        // The broker answers only if all of it is equal.
        await scene.Channel.QueueDeclareAsync(scene.FullQueueName, durable: true, exclusive: false, autoDelete: false);
    }

    [Fact]
    public async Task An_anonymous_queue_is_exclusive_to_its_connection_and_deleted_with_it()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var queue = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        var second = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        Assert.NotEqual(queue.Name, second.Name);
        await using (var channel = await connection.OpenChannelAsync())
            await channel.QueueDeclareAsync(queue.Name, durable: false, exclusive: true, autoDelete: false);

        await connection.DisposeAsync();
        await Eventually.HoldsAsync(async () => !await scene.QueueExistsAsync(queue.Name), "the queue is gone");
    }

    [Fact]
    public async Task Queue_arguments_are_declared_as_given()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(
            _ => { },
            q =>
                q.Argument("x-message-ttl", 60_000)
                    .Argument("x-queue-type", "classic")
                    .Argument("x-single-active-consumer", true)
        );
        await scene.Channel.QueueDeclareAsync(
            scene.FullQueueName,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-message-ttl"] = 60_000,
                ["x-queue-type"] = "classic",
                ["x-single-active-consumer"] = true,
            }
        );
    }

    [Fact]
    public async Task Invalid_arguments_of_the_builder_throw_at_once()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var builder = connection.Queue();

        Assert.Throws<ArgumentException>(() => connection.Queue(""));
        Assert.Throws<ArgumentException>(() => connection.Queue(new string('ä', 130)));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Prefetch(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Prefetch(65_536));
        Assert.Throws<ArgumentException>(() => builder.Argument("", 1));
        Assert.Throws<ArgumentException>(() => builder.Argument("x-message-ttl", TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentNullException>(() => builder.On((IBinding<string, int>)null!, _ => { }));
        Assert.Throws<ArgumentNullException>(() => builder.On(scene.Everything, (Func<Delivery, Task>)null!));
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            _ = builder.ConsumeAsync();
        });
        Assert.Contains("On(binding, handler)", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() =>
        {
            _ = builder.RunAsync();
        });
    }

    [Fact]
    public async Task Changing_a_builder_does_not_change_the_queue_that_it_has_started()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (first, second) = (new Inbox<string>(), new Inbox<string>());
        var builder = scene.Connect().Queue().On(Binding.To(scene.Exchange, "a"), d => first.Add(d.RoutingKey));
        var queue = await builder.ConsumeAsync();
        builder.On(Binding.To(scene.Exchange, "b"), d => second.Add(d.RoutingKey));
        await scene.PublishAsync("b");
        await scene.PublishAsync("a");
        Assert.Equal("a", await first.NextAsync());

        await queue.CloseAsync();
        await builder.ConsumeAsync();
        await scene.PublishAsync("b");
        Assert.Equal("b", await second.NextAsync());
    }

    [Fact]
    public async Task A_missing_exchange_is_named_and_leaves_no_queue_behind()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var builder = scene
            .Connect()
            .Queue(scene.QueueName)
            .On(scene.Everything, _ => { })
            .On(Binding.To("exchange/nobody/nothing", "#"), _ => { });
        var error = await Assert.ThrowsAsync<ExchangeNotFoundException>(() => builder.ConsumeAsync());

        Assert.Equal("exchange/nobody/nothing", error.ExchangeName);
        Assert.Contains("exchange/nobody/nothing", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
        Assert.False(await scene.QueueExistsAsync());

        await scene.DeclareExchangeAsync("exchange/nobody/nothing");
        await builder.ConsumeAsync();
        await scene.Channel.ExchangeDeleteAsync("exchange/nobody/nothing");
    }

    [Fact]
    public async Task An_argument_that_the_broker_refuses_is_an_error_in_its_words()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var error = await Assert.ThrowsAsync<PulseException>(() =>
            scene.ConsumeAsync(_ => { }, q => q.Argument("x-message-ttl", "soon"))
        );
        Assert.Contains("x-message-ttl", error.Message, StringComparison.Ordinal);
    }
}
