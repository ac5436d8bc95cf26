using Microsoft.Extensions.Logging;

namespace Pulse.Runtime.Tests.Supervising;

/// <summary>A fresh connection from time to time, though nothing is wrong.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class RecyclingTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private static readonly TimeSpan Hour = HourlyTime.Hour;

    private readonly HourlyTime _time = new();
    private readonly Inbox<string> _inbox = new();
    private readonly Inbox<ReconnectedEventArgs> _back = new();
    private readonly SemaphoreSlim _gate = new(0);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task Recycling_is_off_by_default()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene, interval: null);
        await connection.Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        _time.Advance(TimeSpan.FromDays(7));
        await scene.PublishAsync("a");
        await _inbox.NextAsync();
        Assert.Equal(0, _back.Count);
    }

    [Fact]
    public async Task Recycling_moves_all_queues_to_a_fresh_connection_at_each_interval_and_misses_nothing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = await ConnectAsync(scene, Hour);
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        for (var times = 0; times < 3; times++)
        {
            await _time.PassAnHourAsync();
            await scene.PublishAsync($"{times}");
            Assert.Equal($"{times}", await _inbox.NextAsync());
            Assert.Equal(MissedMessages.None, (await _back.NextAsync()).MissedMessages);
            await Eventually.HoldsAsync(
                async () => await rabbitMq.CountConnectionsAsync("recycler") == 1,
                "the old connection is closed"
            );
        }

        Assert.Equal((PulseState.Connected, PulseState.Connected), (connection.State, queue.State));
        Assert.Equal(3, _inbox.Count);
        await connection.DisposeAsync();
        await Eventually.HoldsAsync(
            async () => await rabbitMq.CountConnectionsAsync("recycler") == 0,
            "no connection is left"
        );
    }

    [Fact]
    public async Task Recycling_lets_a_running_handler_finish_on_the_old_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene, Hour);
        var entered = new TaskCompletionSource();
        await connection
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async d =>
                {
                    entered.TrySetResult();
                    await _gate.WaitAsync();
                    Note(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishAsync("0");
        await scene.PublishAsync("1");
        await entered.Task.WithinPatience();
        await _time.PassAnHourAsync();
        await _back.NextAsync();
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(2, await rabbitMq.CountConnectionsAsync("recycler"));
        // The new consumer has the one that had not started, the old one the other.
        Assert.Equal(1u, await scene.Channel.ConsumerCountAsync(QueueOf(scene)));

        _gate.Release(3);
        Assert.Equal(["0", "1"], await _inbox.NextAsync(2));
        await Eventually.HoldsAsync(
            async () => await rabbitMq.CountConnectionsAsync("recycler") == 1,
            "the old connection is closed"
        );
        await connection.DisposeAsync();
        Assert.Equal((2, 0u), (_inbox.Count, await scene.CountWaitingAsync(QueueOf(scene))));
    }

    [Fact]
    public async Task An_unsettled_delivery_can_be_settled_until_recycling_s_drain_timeout_and_is_then_given_back()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene, Hour);
        var deliveries = new Inbox<Delivery>();
        await connection
            .Queue(scene.QueueName)
            .On(scene.Everything, d => deliveries.Add(d))
            .ManualAcknowledge()
            .ConsumeAsync();
        await scene.PublishAsync("settled");
        await scene.PublishAsync("left");
        var (settled, left) = (await deliveries.NextAsync(), await deliveries.NextAsync());
        await _time.PassAnHourAsync();
        await _back.NextAsync();
        await settled.AckAsync();
        Assert.Equal(2, deliveries.Count);

        // The deadline of 30 seconds begins at some moment after the move.
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return deliveries.Count == 3;
            },
            "it comes again"
        );
        var again = await deliveries.NextAsync();
        Assert.Equal((left.RoutingKey, true), (again.RoutingKey, again.Redelivered));
        await left.AckAsync(); // Too late: it does nothing.
        await again.AckAsync();
    }

    [Fact]
    public async Task Closing_waits_for_what_a_retired_connection_has_left_to_be_settled_by_hand()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene, Hour);
        var deliveries = new Inbox<Delivery>();
        var queue = await connection
            .Queue(scene.QueueName)
            .On(scene.Everything, d => deliveries.Add(d))
            .ManualAcknowledge()
            .ConsumeAsync();
        await scene.PublishAsync("a");
        var delivery = await deliveries.NextAsync();
        await _time.PassAnHourAsync();
        await _back.NextAsync();
        var closing = queue.CloseAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(200)); // For a closing that does not wait.
        Assert.False(closing.IsCompleted);
        await delivery.AckAsync();
        await closing.WithinPatience();
        Assert.Equal((1, 0u), (deliveries.Count, await scene.CountWaitingAsync(QueueOf(scene))));
    }

    [Fact]
    public async Task Recycling_goes_on_while_a_handler_keeps_an_old_connection_open()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene, Hour);
        await connection.Queue(scene.QueueName).On(scene.Everything, _ => _gate.WaitAsync()).ConsumeAsync();
        await scene.PublishAsync("a");
        await scene.WaitingBecomesAsync(0, QueueOf(scene));
        for (var times = 0; times < 3; times++)
        {
            await _time.PassAnHourAsync();
            await _back.NextAsync();
        }

        _gate.Release(1);
        await Eventually.HoldsAsync(
            async () => await rabbitMq.CountConnectionsAsync("recycler") == 1,
            "the old connections are closed"
        );
    }

    [Fact]
    public async Task Recycling_replaces_an_anonymous_queue_and_reports_the_gap()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene, Hour);
        var queue = await connection.Queue().On(scene.Everything, Note).ConsumeAsync();
        var name = queue.Name;
        await _time.PassAnHourAsync();
        Assert.Equal(MissedMessages.AnonymousQueue, (await _back.NextAsync()).MissedMessages);
        Assert.NotEqual(name, queue.Name);
        await scene.PublishAsync("a");
        await _inbox.NextAsync();
    }

    [Fact]
    public async Task Recycling_keeps_the_old_connection_while_no_fresh_one_can_be_opened()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = Pulse.RabbitMq.TcpProxy.To(rabbitMq.Node);
        await using var connection = await ConnectAsync(scene, Hour, proxy.Url);
        await connection.Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        await rabbitMq.Node.ControlAsync("change_password", "recycler", "another");
        await _time.PassAnHourAsync();
        await Eventually.HoldsAsync(
            () => scene.Log.All.Any(line => line.StartsWith("Warning 7 ", StringComparison.Ordinal)),
            "it is logged"
        );
        await rabbitMq.Node.ControlAsync("change_password", "recycler", "recycler");
        await scene.PublishAsync("a");
        await _inbox.NextAsync();
        Assert.Equal((0, PulseState.Connected), (_back.Count, connection.State));
        await _time.PassAnHourAsync();
        await _back.NextAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_queue_that_starts_during_recycling_moves_too(bool oldIsClosed)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        // The warning that it is not durable comes in the middle of the start.
        await scene.Channel.QueueDeclareAsync(QueueOf(scene), durable: false, exclusive: false, autoDelete: false);
        var moving = new MovesAt(eventId: 13);
        await using var connection = await ConnectAsync(scene, Hour, logs: moving);
        await connection
            .Queue()
            .On(scene.Everything, _ => oldIsClosed ? Task.CompletedTask : _gate.WaitAsync())
            .ConsumeAsync();
        await scene.PublishAsync("a");
        moving.MoveAsync = async () =>
        {
            await _time.PassAnHourAsync();
            await _back.NextAsync();
            if (oldIsClosed)
                await Eventually.HoldsAsync(
                    async () => await rabbitMq.CountConnectionsAsync("recycler") == 1,
                    "closed"
                );
        };
        await connection.Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        _gate.Release(2);
        await Eventually.HoldsAsync(
            async () => await rabbitMq.CountConnectionsAsync("recycler") == 1,
            "the old connection is closed"
        );
        await scene.PublishAsync("b");
        Assert.Equal("b", await _inbox.NextAsync());
    }

    [Fact]
    public async Task Recycling_deletes_the_old_anonymous_queue_even_while_a_handler_keeps_the_old_connection_open()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene, Hour);
        await connection.Queue(scene.QueueName).On(scene.Everything, _ => _gate.WaitAsync()).ConsumeAsync();
        var anonymous = await connection.Queue().On(scene.Everything, Note).ConsumeAsync();
        var name = anonymous.Name;
        await scene.PublishAsync("a");
        await _inbox.NextAsync();
        await _time.PassAnHourAsync();
        await Eventually.HoldsAsync(
            async () =>
                !(await rabbitMq.Node.ControlAsync("list_queues", "name")).Contains(name, StringComparison.Ordinal),
            "the old queue is gone"
        );
        Assert.Equal(2, await rabbitMq.CountConnectionsAsync("recycler"));
        _gate.Release(2);
    }

    private static string QueueOf(Scene scene) => $"queue/recycler/{scene.QueueName}";

    private async Task<PulseConnection> ConnectAsync(
        Scene scene,
        TimeSpan? interval,
        string? url = null,
        ILoggerFactory? logs = null
    )
    {
        await rabbitMq.EnsureUserAsync("recycler", "recycler");
        var connection = scene.Connect(options =>
            options with
            {
                User = "recycler",
                Password = "recycler",
                Url = url ?? options.Url,
                RecycleInterval = interval,
                TimeProvider = _time,
                LoggerFactory = logs ?? options.LoggerFactory,
            }
        );
        connection.QueueReconnected += (_, back) => _back.Add(back);
        return connection;
    }

    private void Note(Delivery delivery) => _inbox.Add(delivery.RoutingKey);
}
