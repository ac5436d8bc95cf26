using Pulse.RabbitMq;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>A queue that somebody else declares and binds.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class ExistingQueueTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task An_existing_queue_is_consumed_under_its_own_name_and_is_neither_declared_nor_bound()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var name = await DeclareAsync(scene, "some.*");
        var (some, others) = (new Inbox<string>(), new Inbox<string>());
        // Arguments and a rule for names, either of which would miss this queue.
        await using var queue = await scene
            .Connect(options => options with { MapQueue = other => $"team.{other}" })
            .ExistingQueue(name)
            .On(Binding.To(scene.Exchange, "some.a"), d => some.Add(d.RoutingKey))
            .On(scene.Everything, d => others.Add(d.RoutingKey))
            .ConsumeAsync();
        Assert.Equal(name, queue.Name);

        await scene.PublishAsync("not.bound");
        await scene.PublishAsync("some.a");
        await scene.PublishAsync("some.b");
        Assert.Equal("some.a", await some.NextAsync());
        Assert.Equal("some.b", await others.NextAsync());
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_an_error_that_names_it_and_it_is_not_created()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var error = await Assert.ThrowsAsync<QueueNotFoundException>(() =>
            scene.Connect().ExistingQueue("no such queue").On(scene.Everything, _ => { }).ConsumeAsync()
        );
        Assert.Equal(("no such queue", 404), (error.QueueName, error.ReplyCode));
        Assert.Contains("'no such queue' does not exist (as user 'guest'", error.Message, StringComparison.Ordinal);
        Assert.False(await scene.QueueExistsAsync("no such queue"));
    }

    [Fact]
    public async Task Reading_is_the_only_permission_that_an_existing_queue_takes()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var name = await DeclareAsync(scene, "#");
        using var proxy = TcpProxy.To(rabbitMq.Node);
        proxy.WantConfigureForPassiveDeclares();
        await rabbitMq.Node.AddUserAsync("reader", "reader", "^$", "^$", ".*");
        var inbox = new Inbox<string>();
        var missed = new Inbox<MissedMessages>();
        var connection = scene.Connect(options =>
            options with
            {
                User = "reader",
                Password = "reader",
                Url = proxy.Url,
            }
        );
        connection.QueueReconnected += (_, back) => missed.Add(back.MissedMessages);
        await using var queue = await connection
            .ExistingQueue(name)
            .On(scene.Everything, d => inbox.Add(d.RoutingKey))
            .ConsumeAsync();
        proxy.CutConnections();
        // Nobody may be asked whether it is the same queue as before.
        Assert.Equal(MissedMessages.QueueCreatedAnew, await missed.NextAsync());
        await scene.PublishAsync("a");
        Assert.Equal("a", await inbox.NextAsync());
        await rabbitMq.Node.ControlAsync("delete_user", "reader");
    }

    [Fact]
    public async Task A_deleted_existing_queue_is_not_created_again_but_consumed_once_somebody_has_done_so()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var name = await DeclareAsync(scene, "#");
        var inbox = new Inbox<string>();
        await using var queue = await scene
            .Connect()
            .ExistingQueue(name)
            .On(scene.Everything, d => inbox.Add(d.RoutingKey))
            .ConsumeAsync();
        var missed = new Inbox<MissedMessages>();
        queue.Reconnected += (_, back) => missed.Add(back.MissedMessages);
        await scene.DeleteQueueAsync(name);
        await Eventually.HoldsAsync(() => queue.StateReason is QueueNotFoundException, "the queue is missed");
        Assert.False(await scene.QueueExistsAsync(name));

        await DeclareAsync(scene, "#", name);
        Assert.Equal(MissedMessages.QueueCreatedAnew, await missed.NextAsync());
        await scene.PublishAsync("a");
        Assert.Equal("a", await inbox.NextAsync());
    }

    [Fact]
    public async Task An_existing_queue_of_another_connection_is_locked()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var theirs = await scene.Channel.QueueDeclareAsync($"{Guid.NewGuid():N}", exclusive: true);
        await Assert.ThrowsAsync<QueueLockedException>(() =>
            scene.Connect().ExistingQueue(theirs.QueueName).On(scene.Everything, _ => { }).ConsumeAsync()
        );
    }

    [Fact]
    public void An_existing_queue_needs_a_name_and_takes_no_arguments()
    {
        var connection = new PulseConnection();
        Assert.Throws<ArgumentException>(() => connection.ExistingQueue(""));
        Assert.Throws<ArgumentNullException>(() => connection.ExistingQueue(null!));
        Assert.Throws<ArgumentException>(() => connection.ExistingQueue(new string('x', 256)));
        var error = Assert.Throws<InvalidOperationException>(() =>
            connection.ExistingQueue("theirs").Argument("x-max-length", 5)
        );
        Assert.Contains("'theirs' is not declared here", error.Message, StringComparison.Ordinal);
    }

    // Not durable, and with an argument: whatever Pulse would not declare.
    private static async Task<string> DeclareAsync(Scene scene, string pattern, string? name = null)
    {
        name ??= $"their queue {Guid.NewGuid():N}";
        var arguments = new Dictionary<string, object?> { ["x-expires"] = 60_000, ["x-max-length"] = 100 };
        await scene.Channel.QueueDeclareAsync(name, durable: false, exclusive: false, autoDelete: false, arguments);
        await scene.Channel.QueueBindAsync(name, scene.Exchange, pattern);
        return name;
    }
}
