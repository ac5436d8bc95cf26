using Pulse.RabbitMq;
using Pulse.Runtime.Tests.Supervising;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Reports of missed messages when restoring takes more than one attempt, or a queue has more than one consumer.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class MissedMessagesTests(RabbitMqFixture rabbitMq)
{
    private const string User = "missing";

    private readonly Inbox<ReconnectedEventArgs> _back = new();

    [Fact]
    public async Task A_failed_attempt_that_created_the_queue_does_not_hide_that_it_was_gone()
    {
        await rabbitMq.EnsureUserAsync(User, User);
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await Connect(scene).Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        await LetReadAsync("queue/.*");
        try
        {
            await scene.DeleteQueueAsync(queue.Name);
            await Eventually.HoldsAsync(() => queue.StateReason is AccessRefusedException, "it may not be bound");
            await Eventually.HoldsAsync(() => scene.QueueExistsAsync(queue.Name), "it is created all the same");
        }
        finally
        {
            await LetReadAsync("(queue/.*|exchange/.*)");
        }

        Assert.Equal(MissedMessages.QueueCreatedAnew, (await _back.NextAsync()).MissedMessages);
        await queue.DeleteAsync();
    }

    [Fact]
    public async Task Every_consumer_of_a_deleted_queue_is_told_no_matter_which_one_recreates_it()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        for (var consumers = 0; consumers < 2; consumers++)
        {
            var connection = scene.Connect();
            connection.QueueReconnected += (_, back) => _back.Add(back);
            await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        }

        await scene.DeleteQueueAsync();
        foreach (var back in await _back.NextAsync(2))
            Assert.Equal(MissedMessages.QueueCreatedAnew, back.MissedMessages);
    }

    [Fact]
    public async Task A_lost_connection_may_have_cost_messages_where_the_queue_is_not_durable()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        await scene.DeclareQueueAsync(durable: false);
        var connection = scene.Connect(options => options with { Url = proxy.Url });
        connection.QueueReconnected += (_, back) => _back.Add(back);
        await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        proxy.CutConnections();
        Assert.Equal(MissedMessages.Unknown, (await _back.NextAsync()).MissedMessages);
    }

    [Fact]
    public async Task A_connection_that_is_lost_while_a_queue_is_being_restored_may_have_cost_messages_too()
    {
        await rabbitMq.EnsureUserAsync(User, User);
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var time = new HourlyTime();
        await scene.Channel.QueueDeclareAsync(QueueOf(scene), durable: false, exclusive: false, autoDelete: false);
        var connection = scene.Connect(options =>
            options with
            {
                User = User,
                Password = User,
                Url = proxy.Url,
                RecycleInterval = HourlyTime.Hour,
                TimeProvider = time,
            }
        );
        connection.QueueReconnected += (_, back) => _back.Add(back);
        await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        proxy.CutOn(50, 20); // queue.bind, on the fresh connection
        await time.PassAnHourAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(50));
                return _back.Count == 1;
            },
            "it is back"
        );
        Assert.False(proxy.IsInterruptionPending);
        Assert.Equal(MissedMessages.Unknown, (await _back.NextAsync()).MissedMessages);
    }

    [Fact]
    public async Task An_anonymous_queue_that_is_refused_keeps_its_name_and_the_reason_is_logged_once()
    {
        await rabbitMq.EnsureUserAsync(User, User);
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var queue = await Connect(scene, proxy.Url).Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        await LetReadAsync("queue/.*");
        try
        {
            proxy.CutConnections();
            await Eventually.HoldsAsync(() => queue.StateReason is AccessRefusedException, "it may not be bound");
            var name = queue.Name;
            await Task.Delay(TimeSpan.FromSeconds(1)); // For some more attempts.
            Assert.Equal(name, queue.Name);
        }
        finally
        {
            await LetReadAsync("(queue/.*|exchange/.*)");
        }

        Assert.Equal(MissedMessages.AnonymousQueue, (await _back.NextAsync()).MissedMessages);
        Assert.Single(scene.Log.All, line => line.StartsWith("Error 17 ", StringComparison.Ordinal));
    }

    private static string QueueOf(Scene scene) => $"queue/{User}/{scene.QueueName}";

    private PulseConnection Connect(Scene scene, string? url = null)
    {
        var connection = scene.Connect(options =>
            options with
            {
                User = User,
                Password = User,
                Url = url ?? options.Url,
            }
        );
        connection.QueueReconnected += (_, back) => _back.Add(back);
        return connection;
    }

    private Task<string> LetReadAsync(string names)
    {
        var own = $"^(queue/{User}/.*|exchange/{User}/.*)";
        return rabbitMq.Node.ControlAsync("set_permissions", User, own, own, $"^{names}");
    }
}
