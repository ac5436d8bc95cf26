using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Supervising;

/// <summary>A fresh connection from time to time, though nothing is wrong.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class RecyclingTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

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
    [InlineData(1)]
    [InlineData(20)]
    public async Task Recycling_handles_what_the_old_connection_brought_and_spends_nothing_of_a_delivery_limit(
        ushort prefetch
    )
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene, Hour);
        var redelivered = 0;
        await connection
            .Queue(scene.QueueName)
            .Argument("x-queue-type", "quorum")
            .Argument("x-delivery-limit", 2)
            .Prefetch(prefetch)
            .On(
                scene.Everything,
                async d =>
                {
                    await _gate.WaitAsync();
                    redelivered += d.Redelivered ? 1 : 0;
                    Note(d);
                }
            )
            .ConsumeAsync();
        for (var number = 0; number < prefetch * 4; number++)
            await scene.PublishAsync($"{number}");
        var handled = new List<string>();
        for (var times = 0; times < 3; times++)
        {
            // The broker itself takes back what is under way when a consumer is cancelled.
            await scene.WaitingBecomesAsync((uint)(prefetch * (3 - times)), QueueOf(scene));
            await _time.PassAnHourAsync();
            await _back.NextAsync();
            _gate.Release(prefetch);
            handled.AddRange(await _inbox.NextAsync(prefetch));
        }

        _gate.Release(100);
        handled.AddRange(await _inbox.NextAsync(prefetch));
        Assert.Equal(Enumerable.Range(0, prefetch * 4).Select(number => $"{number}"), handled);
        Assert.Equal((prefetch * 4, 0), (_inbox.Count, redelivered));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pausing_and_recycling_at_the_same_time_give_nothing_back(bool pausedFirst)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene, Hour);
        var entered = new TaskCompletionSource();
        var redelivered = 0;
        var queue = await connection
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async d =>
                {
                    entered.TrySetResult();
                    await _gate.WaitAsync();
                    redelivered += d.Redelivered ? 1 : 0;
                    Note(d);
                }
            )
            .ConsumeAsync();
        for (var number = 0; number < 5; number++)
            await scene.PublishAsync($"{number}");
        await entered.Task.WithinPatience();
        await scene.WaitingBecomesAsync(0, QueueOf(scene));

        // Shortly before: a pause of a minute gives back what it holds.
        _time.Advance(Hour - TimeSpan.FromSeconds(10));
        if (!pausedFirst)
            await MoveAsync();
        var pausing = queue.PauseAsync();
        _gate.Release(1);
        await pausing.WithinPatience();
        if (pausedFirst)
            await MoveAsync();
        await queue.ResumeAsync();
        _gate.Release(5);
        Assert.Equal(["0", "1", "2", "3", "4"], await _inbox.NextAsync(5));
        Assert.Equal(0, redelivered);

        async Task MoveAsync()
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await _back.NextAsync();
        }
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

    /// <summary>Runs an action when an event is logged, before the code that logs it continues.</summary>
    private sealed class MovesAt(int eventId) : StubLogger
    {
        public Func<Task>? MoveAsync { get; set; }

        protected override void Log(LogLine line)
        {
            if (line.EventId != eventId || MoveAsync is not { } move)
                return;
            MoveAsync = null;
            Task.Run(move).GetAwaiter().GetResult();
        }
    }

    /// <summary>Lets an hour pass once a timer of that length is waiting.</summary>
    private sealed class HourlyTime : FakeTimeProvider
    {
        private readonly SemaphoreSlim _waiting = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == Hour)
                _waiting.Release();
            return timer;
        }

        public async Task PassAnHourAsync()
        {
            Assert.True(await _waiting.WaitAsync(Eventually.Patience), "nobody waits for an hour to pass");
            Advance(Hour);
        }
    }
}
