using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Queues that exist already, but not as they are described.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class QueueMismatchTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_queue_with_another_argument_is_an_error_that_says_which()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync(arguments: ("x-message-ttl", 5000));

        var error = await Assert.ThrowsAsync<QueueMismatchException>(() => scene.ConsumeAsync(_ => { }));
        Assert.Equal(
            (scene.FullQueueName, "x-message-ttl", null, "5000"),
            (error.QueueName, error.ArgumentName, error.Requested, error.Actual)
        );
        Assert.Contains("'x-message-ttl' is 5000 there and not set here", error.Message, StringComparison.Ordinal);

        error = await Assert.ThrowsAsync<QueueMismatchException>(() =>
            scene.ConsumeAsync(_ => { }, q => q.Argument("x-message-ttl", 6000))
        );
        Assert.Equal(("6000", "5000"), (error.Requested, error.Actual));

        await scene.ConsumeAsync(_ => { }, q => q.Argument("x-message-ttl", 5000));
    }

    [Fact]
    public async Task A_queue_of_another_durability_is_adopted_with_a_warning()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<Delivery>();
        await scene.DeclareQueueAsync(durable: false);
        await scene.ConsumeAsync(inbox.Add);
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
        await scene.DeclareQueueAsync(arguments: ("x-queue-type", actual));
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
        await scene.DeclareQueueAsync(autoDelete: true);
        var error = await Assert.ThrowsAsync<QueueMismatchException>(() => scene.ConsumeAsync(_ => { }));
        Assert.Equal(("auto_delete", "false", "true"), (error.ArgumentName, error.Requested, error.Actual));
    }

    [Fact]
    public async Task A_tolerated_difference_does_not_hide_another_one()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        await scene.DeclareQueueAsync(durable: false);
        var error = await Assert.ThrowsAsync<QueueMismatchException>(() =>
            scene.ConsumeAsync(_ => { }, q => q.Argument("x-dead-letter-exchange", dead.Exchange))
        );
        Assert.Equal("x-dead-letter-exchange", error.ArgumentName);
    }

    [Fact]
    public async Task An_exclusive_queue_of_another_connection_is_reported_as_locked()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync(exclusive: true);
        var error = await Assert.ThrowsAsync<QueueLockedException>(() => scene.ConsumeAsync(_ => { }));
        Assert.Equal(scene.FullQueueName, error.QueueName);
    }

    [Fact]
    public async Task A_queue_with_an_exclusive_consumer_is_reported_as_locked()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        await scene.Channel.BasicConsumeAsync(
            scene.FullQueueName,
            autoAck: false,
            "alone",
            noLocal: false,
            exclusive: true,
            arguments: null,
            new AsyncDefaultBasicConsumer(scene.Channel)
        );
        await Assert.ThrowsAsync<QueueLockedException>(() => scene.ConsumeAsync(_ => { }));
    }
}
