using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>What is declared, and how it fails.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class QueueDeclarationTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_named_queue_is_durable_and_shared_and_has_no_arguments()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.Connect().Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();

        // The broker answers only if all of it is equal.
        await scene.Channel.QueueDeclareAsync(scene.FullQueueName, durable: true, exclusive: false, autoDelete: false);
    }

    [Fact]
    public async Task An_anonymous_queue_is_its_connections_own_and_dies_with_it()
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
    public async Task Arguments_are_sent_as_asked_for()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(scene.Everything, _ => { })
            .Argument("x-message-ttl", 60_000)
            .Argument("x-queue-type", "classic")
            .Argument("x-single-active-consumer", true)
            .ConsumeAsync();
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
    public async Task Arguments_of_the_builder_are_checked_at_once()
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
    public async Task A_builder_is_consumed_as_it_is_at_that_moment()
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
    public async Task Pulses_permissions_are_enough()
    {
        await rabbitMq.EnsureUserAsync("alice", "alice");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<Delivery>();
        var connection = scene.Connect(options => options with { User = "alice", Password = "alice" });
        var named = await connection.Queue("tasks").On(scene.Everything, inbox.Add).ConsumeAsync();
        var anonymous = await connection.Queue().On(scene.Everything, inbox.Add).ConsumeAsync();
        await scene.PublishAsync("a");

        await inbox.NextAsync(2);
        await named.DeleteAsync();
        await anonymous.DeleteAsync();
    }

    [Fact]
    public async Task A_bind_without_permission_names_the_exchange_and_the_permission()
    {
        await rabbitMq.EnsureUserAsync("alice", "alice");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var hidden = await scene.DeclareExchangeAsync($"hidden-{Guid.NewGuid():N}");
        var error = await Assert.ThrowsAsync<AccessRefusedException>(() =>
            scene
                .Connect(options => options with { User = "alice", Password = "alice" })
                .Queue()
                .On(Binding.To(hidden, "some.#"), _ => { })
                .ConsumeAsync()
        );

        Assert.Contains($"to the exchange '{hidden}' with 'some.#'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'read' on the exchange", error.Message, StringComparison.Ordinal);
        Assert.Contains("user 'alice'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_without_permission_names_the_queue_and_the_permission()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        if (!await scene.QueueExistsAsync("queue/powerless/x"))
            await rabbitMq.EnsureUserAsync("powerless", "powerless");
        await rabbitMq.Node.ControlAsync("set_permissions", "powerless", "^$", "^$", ".*");
        var error = await Assert.ThrowsAsync<AccessRefusedException>(() =>
            scene
                .Connect(options => options with { User = "powerless", Password = "powerless" })
                .Queue("x")
                .On(scene.Everything, _ => { })
                .ConsumeAsync()
        );

        Assert.Contains("to declare the queue 'queue/powerless/x'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'configure' on the queue", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_letter_exchange_without_permission_says_which_permission()
    {
        await rabbitMq.EnsureUserAsync("alice", "alice");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var error = await Assert.ThrowsAsync<AccessRefusedException>(() =>
            scene
                .Connect(options => options with { User = "alice", Password = "alice" })
                .Queue("dead")
                .Argument("x-dead-letter-exchange", scene.Exchange)
                .On(scene.Everything, _ => { })
                .ConsumeAsync()
        );
        Assert.Contains("'write' on its dead-letter exchange", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_with_another_argument_is_an_error_that_says_which()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.Channel.QueueDeclareAsync(
            scene.FullQueueName,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-message-ttl"] = 5000 }
        );

        var error = await Assert.ThrowsAsync<QueueMismatchException>(() =>
            scene.Connect().Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync()
        );
        Assert.Equal(
            (scene.FullQueueName, "x-message-ttl", null, "5000"),
            (error.QueueName, error.ArgumentName, error.Requested, error.Actual)
        );
        Assert.Contains("'x-message-ttl' is 5000 there and not set here", error.Message, StringComparison.Ordinal);

        error = await Assert.ThrowsAsync<QueueMismatchException>(() =>
            scene
                .Connect()
                .Queue(scene.QueueName)
                .Argument("x-message-ttl", 6000)
                .On(scene.Everything, _ => { })
                .ConsumeAsync()
        );
        Assert.Equal(("6000", "5000"), (error.Requested, error.Actual));

        await scene
            .Connect()
            .Queue(scene.QueueName)
            .Argument("x-message-ttl", 5000)
            .On(scene.Everything, _ => { })
            .ConsumeAsync();
    }

    [Fact]
    public async Task A_queue_of_another_durability_is_adopted_with_a_warning()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<Delivery>();
        await scene.Channel.QueueDeclareAsync(scene.FullQueueName, durable: false, exclusive: false, autoDelete: false);
        await scene.Connect().Queue(scene.QueueName).On(scene.Everything, inbox.Add).ConsumeAsync();
        await scene.PublishAsync("a");

        await inbox.NextAsync();
        Assert.Contains(
            scene.Log.All,
            line =>
                line.StartsWith("Warning 13 ", StringComparison.Ordinal)
                && line.Contains("durable", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("quorum", null)]
    [InlineData("quorum", "classic")]
    [InlineData("classic", "quorum")]
    public async Task A_queue_of_another_type_is_adopted_with_a_warning(string actual, string? requested)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<Delivery>();
        await scene.Channel.QueueDeclareAsync(
            scene.FullQueueName,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = actual }
        );
        var builder = scene.Connect().Queue(scene.QueueName).On(scene.Everything, inbox.Add);
        if (requested is not null)
            builder.Argument("x-queue-type", requested);
        await builder.ConsumeAsync();
        await scene.PublishAsync("a");

        await inbox.NextAsync();
        Assert.Contains(
            scene.Log.All,
            line =>
                line.StartsWith("Warning 13 ", StringComparison.Ordinal)
                && line.Contains(actual, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_queue_that_deletes_itself_is_not_adopted()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.Channel.QueueDeclareAsync(scene.FullQueueName, durable: true, exclusive: false, autoDelete: true);
        var error = await Assert.ThrowsAsync<QueueMismatchException>(() =>
            scene.Connect().Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync()
        );
        Assert.Equal(("auto_delete", "false", "true"), (error.ArgumentName, error.Requested, error.Actual));
    }

    [Fact]
    public async Task An_adopted_queue_hides_no_other_difference()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene.Channel.QueueDeclareAsync(scene.FullQueueName, durable: false, exclusive: false, autoDelete: false);
        var error = await Assert.ThrowsAsync<QueueMismatchException>(() =>
            scene
                .Connect()
                .Queue(scene.QueueName)
                .Argument("x-dead-letter-exchange", dead.Exchange)
                .On(scene.Everything, _ => { })
                .ConsumeAsync()
        );
        Assert.Equal("x-dead-letter-exchange", error.ArgumentName);
    }

    [Fact]
    public async Task A_queue_of_another_connection_alone_is_locked()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.Channel.QueueDeclareAsync(scene.FullQueueName, durable: true, exclusive: true, autoDelete: false);
        var error = await Assert.ThrowsAsync<QueueLockedException>(() =>
            scene.Connect().Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync()
        );
        Assert.Equal(scene.FullQueueName, error.QueueName);
    }

    [Fact]
    public async Task An_argument_that_the_broker_does_not_take_is_an_error_in_its_words()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var error = await Assert.ThrowsAsync<PulseException>(() =>
            scene
                .Connect()
                .Queue(scene.QueueName)
                .Argument("x-message-ttl", "soon")
                .On(scene.Everything, _ => { })
                .ConsumeAsync()
        );
        Assert.Contains("x-message-ttl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_consumed_by_one_alone_is_locked()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.Channel.QueueDeclareAsync(scene.FullQueueName, durable: true, exclusive: false, autoDelete: false);
        await scene.Channel.BasicConsumeAsync(
            scene.FullQueueName,
            autoAck: false,
            "alone",
            noLocal: false,
            exclusive: true,
            arguments: null,
            new AsyncDefaultBasicConsumer(scene.Channel)
        );
        await Assert.ThrowsAsync<QueueLockedException>(() =>
            scene.Connect().Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync()
        );
    }
}
