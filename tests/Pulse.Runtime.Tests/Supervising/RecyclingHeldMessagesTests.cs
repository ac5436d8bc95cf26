namespace Pulse.Runtime.Tests.Supervising;

/// <summary>Messages that have arrived and not started when their connection is replaced: none is given back.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class RecyclingHeldMessagesTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly HourlyTime _time = new();
    private readonly Inbox<string> _inbox = new();
    private readonly Inbox<ReconnectedEventArgs> _back = new();
    private readonly SemaphoreSlim _gate = new(0);

    public void Dispose() => _gate.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Recycling_handles_what_the_old_connection_brought_and_spends_nothing_of_a_delivery_limit(
        ushort prefetch
    )
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene);
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
        await using var connection = await ConnectAsync(scene);
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
        _time.Advance(HourlyTime.Hour - TimeSpan.FromSeconds(10));
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

    [Fact]
    public async Task A_retired_connection_that_is_lost_gives_back_what_it_holds_and_that_is_logged()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene);
        await HoldFiveAsync(scene, connection);
        var old = await rabbitMq.Node.ControlAsync("list_connections", "pid", "user");
        await _time.PassAnHourAsync();
        await _back.NextAsync();
        await rabbitMq.Node.ControlAsync("close_connection", PidIn(old), "too old");
        await Eventually.HoldsAsync(
            () =>
                scene.Log.All.Any(line =>
                    line.StartsWith("Warning 34 ", StringComparison.Ordinal)
                    && line.Contains("too old", StringComparison.Ordinal)
                ),
            "it is logged"
        );

        // The new connection has them all now; the handler that runs ends first.
        await scene.WaitingBecomesAsync(0, QueueOf(scene));
        _gate.Release(100);
        Assert.Equal(["0", "0", "1", "2", "3", "4"], await _inbox.NextAsync(6));
        await scene.WaitingBecomesAsync(0, QueueOf(scene));
        Assert.Equal(6, _inbox.Count);
    }

    [Fact]
    public async Task Closing_gives_back_at_once_what_a_retired_connection_holds_of_a_paused_queue()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene);
        var queue = await HoldFiveAsync(scene, connection);
        _time.Advance(HourlyTime.Hour - TimeSpan.FromSeconds(10));
        var pausing = queue.PauseAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        await _back.NextAsync();

        // The handler runs on, and no time passes: the drain does not end.
        var closing = queue.DisposeAsync().AsTask();
        await scene.WaitingBecomesAsync(4, QueueOf(scene));
        _gate.Release(1);
        await closing.WithinPatience();
        await pausing.WithinPatience();
        Assert.Equal("0", await _inbox.NextAsync());
    }

    [Fact]
    public async Task Recycling_brings_only_the_message_whose_handler_runs_once_more_where_the_queue_is_a_stream()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var connection = await ConnectAsync(scene);
        var entered = new TaskCompletionSource();
        var queue = await connection
            .Queue(scene.QueueName)
            .Argument("x-queue-type", "stream")
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
        for (var number = 0; number < 40; number++)
            await scene.PublishAsync($"{number}");
        await entered.Task.WithinPatience();
        await _time.PassAnHourAsync();
        Assert.Equal(MissedMessages.None, (await _back.NextAsync()).MissedMessages);
        _gate.Release(100);

        var handled = await _inbox.NextAsync(41);
        Assert.Equal(["0", .. Enumerable.Range(0, 40).Select(number => $"{number}")], handled);
        await queue.DeleteAsync();
    }

    /// <summary>Has five messages arrive: the handler of the first waits at the gate, and the others are held.</summary>
    private async Task<PulseQueue> HoldFiveAsync(Scene scene, PulseConnection connection)
    {
        var entered = new TaskCompletionSource();
        var queue = await connection
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
        for (var number = 0; number < 5; number++)
            await scene.PublishAsync($"{number}");
        await entered.Task.WithinPatience();
        await scene.WaitingBecomesAsync(0, QueueOf(scene));
        return queue;
    }

    private static string QueueOf(Scene scene) => $"queue/recycler/{scene.QueueName}";

    private async Task<PulseConnection> ConnectAsync(Scene scene)
    {
        await rabbitMq.EnsureUserAsync("recycler", "recycler");
        var connection = scene.Connect(options =>
            options with
            {
                User = "recycler",
                Password = "recycler",
                RecycleInterval = HourlyTime.Hour,
                TimeProvider = _time,
            }
        );
        connection.QueueReconnected += (_, back) => _back.Add(back);
        return connection;
    }

    private static string PidIn(string connections) =>
        connections.Split('\n').Select(line => line.Split('\t')).Single(line => line[^1].Trim() == "recycler")[0];

    private void Note(Delivery delivery) => _inbox.Add(delivery.RoutingKey);
}
