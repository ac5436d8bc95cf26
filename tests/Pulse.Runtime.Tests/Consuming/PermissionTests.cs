using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>The permissions that consuming takes, and errors that name the missing one.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class PermissionTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_user_with_Pulse_s_permissions_can_consume_named_and_anonymous_queues()
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
    public async Task A_broker_that_refuses_to_be_asked_about_an_exchange_is_consumed_from_all_the_same()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var inbox = new Inbox<Delivery>();
        var connection = await ConnectToOneThatWantsConfigureAsync(scene, proxy);
        await using var queue = await connection.Queue("asked").On(scene.Everything, inbox.Add).ConsumeAsync();
        await scene.PublishAsync("a");
        await inbox.NextAsync();
        await queue.DeleteAsync();
    }

    [Fact]
    public async Task Binding_says_that_an_exchange_does_not_exist_where_the_broker_refuses_to_be_asked()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var connection = await ConnectToOneThatWantsConfigureAsync(scene, proxy);
        var error = await Assert.ThrowsAsync<ExchangeNotFoundException>(() =>
            connection
                .Queue()
                .On(scene.Everything, _ => { })
                .On(Binding.To("exchange/no/where", "#"), _ => { })
                .ConsumeAsync()
        );
        Assert.Equal("exchange/no/where", error.ExchangeName);
    }

    private async Task<PulseConnection> ConnectToOneThatWantsConfigureAsync(Scene scene, TcpProxy proxy)
    {
        await rabbitMq.EnsureUserAsync("alice", "alice");
        proxy.WantConfigureForPassiveDeclares();
        return scene.Connect(options => options with { User = "alice", Password = "alice", Url = proxy.Url });
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
}
