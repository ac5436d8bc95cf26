using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Observing;

[Collection(SharedRabbitMq.Name)]
public sealed class StateTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_connection_and_a_queue_report_every_state_in_order()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var connection = scene.Connect(options => options with { Url = proxy.Url });
        var states = new Inbox<PulseState>();
        connection.StateChanged += (sender, change) =>
        {
            Assert.Same(connection, sender);
            Add(states, change);
        };
        Assert.Equal((PulseState.Connecting, null), (connection.State, connection.StateReason));

        var queue = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        var queueStates = new Inbox<PulseState>();
        queue.StateChanged += (sender, change) =>
        {
            Assert.Same(queue, sender);
            Add(queueStates, change);
        };
        Assert.Equal((PulseState.Connected, null), (queue.State, queue.StateReason));
        var back = new TaskCompletionSource();
        queue.Reconnected += (_, _) => back.SetResult();
        proxy.CutConnections();
        await back.Task.WithinPatience();
        await connection.DisposeAsync();

        Assert.Equal(
            [PulseState.Connected, PulseState.Reconnecting, PulseState.Connected, PulseState.Closed],
            await states.NextAsync(4)
        );
        Assert.Equal(
            [PulseState.Reconnecting, PulseState.Connected, PulseState.Closed],
            await queueStates.NextAsync(3)
        );
    }

    [Fact]
    public async Task A_first_attempt_that_fails_is_the_reason_until_one_succeeds()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        proxy.Cut();
        var connection = scene.Connect(options => options with { Url = proxy.Url });
        var builder = connection.Queue().On(scene.Everything, _ => { });
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(() => builder.ConsumeAsync());
        Assert.Equal((PulseState.Connecting, error.Message), (connection.State, connection.StateReason?.Message));

        proxy.Mend();
        await builder.ConsumeAsync();
        Assert.Equal((PulseState.Connected, null), (connection.State, connection.StateReason));
    }

    [Fact]
    public async Task A_queue_that_stops_because_of_an_error_is_closed_with_the_reason()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.Connect().Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        for (var number = 0; number < 20; number++)
            await scene.PublishAsync("a", "{");
        await Assert.ThrowsAsync<UndecodableMessageException>(() => queue.Completion.WithinPatience());
        Assert.Equal(PulseState.Closed, queue.State);
        Assert.IsType<UndecodableMessageException>(queue.StateReason);
    }

    [Fact]
    public async Task A_broker_that_is_short_of_memory_blocks_a_publishing_connection_and_unblocks_it_later()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        await rabbitMq.Node.ControlAsync("set_vm_memory_high_watermark", "0.0001");
        try
        {
            await using var channel = await connection.OpenChannelAsync();
            await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(channel, scene.Exchange, "a", new byte[10]);
            await Eventually.HoldsAsync(() => connection.State == PulseState.Blocked, "the connection is blocked");
            await Eventually.HoldsAsync(() => queue.State == PulseState.Blocked, "the queue is blocked");
            Assert.Contains("memory", connection.StateReason?.Message, StringComparison.Ordinal);
            Assert.Same(connection.StateReason, queue.StateReason);
            await rabbitMq.Node.ControlAsync("set_vm_memory_high_watermark", "0.4");
            await Eventually.HoldsAsync(() => connection.State == PulseState.Connected, "the connection is free");
            await Eventually.HoldsAsync(() => queue.State == PulseState.Connected, "the queue is free");
            Assert.Equal((null, null), (connection.StateReason, queue.StateReason));
        }
        finally
        {
            await rabbitMq.Node.ControlAsync("set_vm_memory_high_watermark", "0.4");
        }
    }

    [Fact]
    public async Task A_blocked_connection_can_be_disposed()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        await rabbitMq.Node.ControlAsync("set_vm_memory_high_watermark", "0.0001");
        try
        {
            var channel = await connection.OpenChannelAsync();
            await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(channel, scene.Exchange, "a", new byte[10]);
            await Eventually.HoldsAsync(() => connection.State == PulseState.Blocked, "the connection is blocked");
            await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(PulseState.Closed, connection.State);
        }
        finally
        {
            await rabbitMq.Node.ControlAsync("set_vm_memory_high_watermark", "0.4");
        }
    }

    [Fact]
    public async Task An_event_handler_may_throw_or_dispose_the_sender()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var connection = scene.Connect(options => options with { Url = proxy.Url });
        var queue = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        var disposed = new TaskCompletionSource();
        queue.Reconnected += (_, _) => throw new InvalidOperationException("of the application");
        queue.Reconnected += async (_, _) =>
        {
            await queue.DisposeAsync();
            await connection.DisposeAsync();
            disposed.SetResult();
        };
        proxy.CutConnections();
        await disposed.Task.WithinPatience();
        Assert.Contains(
            scene.Log.All,
            line =>
                line.StartsWith("Error 8 ", StringComparison.Ordinal)
                && line.Contains("of the application", StringComparison.Ordinal)
        );
    }

    // A reason that changes is an event, too, and how often it does is up to chance.
    private static void Add(Inbox<PulseState> states, PulseStateChangedEventArgs change)
    {
        if (states.Last != change.State)
            states.Add(change.State);
    }
}
