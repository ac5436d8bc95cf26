using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Every way to lose a queue, and how consuming resumes.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class ResumingTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly TcpProxy _proxy = TcpProxy.To(rabbitMq.Node);
    private readonly Inbox<string> _inbox = new();
    private readonly Inbox<ReconnectedEventArgs> _back = new();

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public async Task A_named_queue_reports_no_missed_messages_after_a_lost_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await Describe(scene, scene.QueueName).ConsumeAsync();
        queue.Reconnected += (_, back) => _back.Add(back);
        _proxy.Cut();
        await Eventually.HoldsAsync(() => queue.State == PulseState.Reconnecting, "it is lost");
        Assert.IsType<ConnectionFailedException>(queue.StateReason);
        await scene.PublishAsync("meanwhile");
        _proxy.Mend();

        Assert.Equal("meanwhile", await _inbox.NextAsync());
        var back = await _back.NextAsync();
        Assert.Equal((queue, MissedMessages.None), (back.Queue, back.MissedMessages));
        Assert.InRange(back.Outage, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(20));
        Assert.Equal((PulseState.Connected, null), (queue.State, queue.StateReason));
        Assert.Equal(scene.FullQueueName, queue.Name);
    }

    [Fact]
    public async Task A_deleted_queue_is_recreated_and_the_gap_reported_while_others_are_unaffected()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene);
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        var other = await connection
            .Queue()
            .On(scene.Everything, d => _inbox.Add($"other {d.RoutingKey}"))
            .ConsumeAsync();
        var name = other.Name;
        queue.Reconnected += (_, back) => _back.Add(back);
        await scene.DeleteQueueAsync();

        Assert.Equal(MissedMessages.QueueCreatedAnew, (await _back.NextAsync()).MissedMessages);
        await scene.PublishAsync("a");
        Assert.Equal(["a", "other a"], (await _inbox.NextAsync(2)).Order());
        Assert.Equal((name, 1), (other.Name, _proxy.Accepted));
        Assert.Contains(
            scene.Log.All,
            line =>
                line.StartsWith("Warning 16 ", StringComparison.Ordinal)
                && line.Contains("was deleted", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Resuming_a_queue_that_was_deleted_while_paused_reports_the_gap()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await Describe(scene, scene.QueueName).ConsumeAsync();
        queue.Reconnected += (_, back) => _back.Add(back);
        await queue.PauseAsync();
        await scene.DeleteQueueAsync();
        await queue.ResumeAsync();
        Assert.Equal(MissedMessages.QueueCreatedAnew, (await _back.NextAsync()).MissedMessages);
        await scene.PublishAsync("a");
        Assert.Equal("a", await _inbox.NextAsync());
    }

    [Fact]
    public async Task A_pause_survives_the_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene);
        var named = await connection.Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        var anonymous = await connection.Queue().On(scene.Everything, Note).ConsumeAsync();
        connection.QueueReconnected += (_, back) => _back.Add(back);
        await named.PauseAsync();
        await anonymous.PauseAsync();
        _proxy.CutConnections();
        await _back.NextAsync(2);

        await scene.PublishAsync("a");
        await scene.WaitingBecomesAsync(1);
        await using (var channel = await connection.OpenChannelAsync())
            await scene.WaitingBecomesAsync(1, anonymous.Name, channel);
        Assert.Equal(0, _inbox.Count);

        await named.ResumeAsync();
        await anonymous.ResumeAsync();
        Assert.Equal(["a", "a"], await _inbox.NextAsync(2));
    }

    [Fact]
    public async Task Pausing_and_resuming_work_while_there_is_no_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await Describe(scene, scene.QueueName).ConsumeAsync();
        _proxy.Cut();
        await Eventually.HoldsAsync(() => queue.State == PulseState.Reconnecting, "it is lost");
        await queue.PauseAsync().WithinPatience();
        await queue.ResumeAsync().WithinPatience();
        await scene.PublishAsync("a");
        _proxy.Mend();
        Assert.Equal("a", await _inbox.NextAsync());
    }

    [Fact]
    public async Task A_queue_that_cannot_be_restored_is_retried_and_does_not_delay_others()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var going = await scene.DeclareExchangeAsync();
        var connection = Connect(scene);
        var stuck = await connection.Queue(scene.QueueName).On(Binding.To(going, "#"), Note).ConsumeAsync();
        var other = await connection.Queue().On(scene.Everything, Note).ConsumeAsync();
        other.Reconnected += (_, back) => _back.Add(back);
        await scene.DeleteExchangeAsync(going);
        _proxy.CutConnections();
        await _back.NextAsync();
        await scene.PublishAsync("other");
        Assert.Equal("other", await _inbox.NextAsync());
        await Eventually.HoldsAsync(() => stuck.StateReason is ExchangeNotFoundException, "the reason is shown");
        Assert.Equal((PulseState.Reconnecting, PulseState.Connected), (stuck.State, connection.State));

        stuck.Reconnected += (_, back) => _back.Add(back);
        await scene.DeclareExchangeAsync(going);
        Assert.Same(stuck, (await _back.NextAsync()).Queue);
        await scene.PublishAsync("stuck", exchange: going);
        Assert.Equal("stuck", await _inbox.NextAsync());
        Assert.Single(scene.Log.All, line => line.StartsWith("Error 17 ", StringComparison.Ordinal));
        await scene.DeleteExchangeAsync(going);
    }

    [Fact]
    public async Task A_channel_that_the_broker_closes_on_a_slow_handler_is_reopened_and_the_message_comes_again()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await SetConsumerTimeoutAsync("2000", "1000");
        try
        {
            var gate = new TaskCompletionSource();
            var connection = Connect(scene);
            var queue = await connection
                .Queue()
                .On(
                    scene.Everything,
                    async d =>
                    {
                        Note(d);
                        if (!d.Redelivered)
                            await gate.Task;
                    }
                )
                .ConsumeAsync();
            var name = queue.Name;
            queue.Reconnected += (_, back) => _back.Add(back);
            await scene.PublishAsync("slow");
            await _inbox.NextAsync();

            // Even an anonymous queue has kept its messages: it is the same connection's.
            Assert.Equal(MissedMessages.None, (await _back.NextAsync()).MissedMessages);
            Assert.Equal((name, PulseState.Connected), (queue.Name, connection.State));
            Assert.Contains(
                scene.Log.All,
                line =>
                    line.StartsWith("Warning 16 ", StringComparison.Ordinal)
                    && line.Contains("consumer timeout", StringComparison.Ordinal)
                    && line.Contains("consumer_timeout", StringComparison.Ordinal)
                    && line.Contains("AutoAcknowledge", StringComparison.Ordinal)
            );
            gate.SetResult();
            Assert.Equal("slow", await _inbox.NextAsync());
            await scene.PublishAsync("next");
            Assert.Equal("next", await _inbox.NextAsync());
        }
        finally
        {
            await SetConsumerTimeoutAsync("1800000", "60000");
        }
    }

    [Theory]
    [InlineData("close")]
    [InlineData("dispose")]
    [InlineData("delete")]
    public async Task A_queue_that_is_being_restored_can_be_closed_disposed_and_deleted(string how)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene, options => options with { ConnectTimeout = TimeSpan.FromSeconds(1) });
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        _proxy.Cut();
        await Eventually.HoldsAsync(() => queue.State == PulseState.Reconnecting, "it is lost");
        if (how == "delete")
            await Assert.ThrowsAsync<ConnectionFailedException>(() => queue.DeleteAsync().WithinPatience());
        else
            await (how == "close" ? queue.CloseAsync() : queue.DisposeAsync().AsTask()).WithinPatience();
        await queue.Completion.WithinPatience();
        Assert.Equal((PulseState.Closed, null), (queue.State, queue.StateReason));

        _proxy.Mend();
        await Eventually.HoldsAsync(() => connection.State == PulseState.Connected, "the connection is back");
        Assert.Equal(0u, await scene.Channel.ConsumerCountAsync(scene.FullQueueName));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.ResumeAsync());
    }

    private PulseQueueBuilder Describe(Scene scene, string? name) =>
        Connect(scene).Queue(name).On(scene.Everything, Note);

    private PulseConnection Connect(Scene scene, Func<PulseOptions, PulseOptions>? change = null) =>
        scene.Connect(options => (change?.Invoke(options) ?? options) with { Url = _proxy.Url });

    private void Note(Delivery delivery) => _inbox.Add(delivery.RoutingKey);

    private async Task SetConsumerTimeoutAsync(string timeout, string tick) =>
        await rabbitMq.Node.ControlAsync(
            "eval",
            $"application:set_env(rabbit, consumer_timeout, {timeout}), "
                + $"application:set_env(rabbit, channel_tick_interval, {tick})."
        );
}
