using System.Diagnostics;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Supervising;

/// <summary>Each way to lose a connection, and how it comes back.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class ReconnectingTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly TcpProxy _proxy = TcpProxy.To(rabbitMq.Node);
    private readonly Inbox<Delivery> _inbox = new();
    private readonly Inbox<ReconnectedEventArgs> _back = new();

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public async Task A_connection_that_is_cut_repeatedly_is_restored_each_time()
    {
        await rabbitMq.EnsureUserAsync("cut", "cut");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene, options => options with { User = "cut", Password = "cut" });
        await connection.Queue(scene.QueueName).On(scene.Everything, _inbox.Add).ConsumeAsync();
        for (var times = 0; times < 20; times++)
        {
            _proxy.CutConnections();
            await scene.PublishAsync($"{times}");
            Assert.Equal(MissedMessages.None, (await _back.NextAsync()).MissedMessages);
            // The one before may come again: its acknowledgement may have been cut off.
            while ((await _inbox.NextAsync()).RoutingKey != $"{times}") { }
        }

        // Nothing is left behind of the lost ones.
        await Eventually.HoldsAsync(async () => await rabbitMq.CountConnectionsAsync("cut") == 1, "one connection");
        await Eventually.HoldsAsync(async () => await rabbitMq.CountChannelsAsync("cut") == 1, "one channel");
        await connection.DisposeAsync();
        await Eventually.HoldsAsync(async () => await rabbitMq.CountConnectionsAsync("cut") == 0, "no connection");
        await scene.DeleteQueueAsync($"queue/cut/{scene.QueueName}");
    }

    [Fact]
    public async Task A_cut_during_a_Reconnected_handler_does_no_harm()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene);
        var (returns, cuts) = (0, 0);
        connection.QueueReconnected += (_, _) =>
        {
            if (++returns < 5)
                _proxy.CutConnections();
        };
        connection.StateChanged += (_, change) =>
        {
            if (change.State == PulseState.Connected && ++cuts is > 1 and < 5)
                _proxy.CutConnections();
        };
        await connection.Queue(scene.QueueName).On(scene.Everything, _inbox.Add).ConsumeAsync();
        _proxy.CutConnections();
        await Eventually.HoldsAsync(() => Volatile.Read(ref returns) == 5, "it came back each time");
        await scene.PublishAsync("a");
        await _inbox.NextAsync();
    }

    [Fact]
    public async Task A_connection_that_the_broker_closes_is_restored_and_the_reason_is_reported()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene);
        var reasons = new Inbox<PulseException>();
        connection.StateChanged += (_, change) =>
        {
            if (change.State == PulseState.Reconnecting)
                reasons.Add(change.Reason!);
        };
        await connection.Queue().On(scene.Everything, _inbox.Add).ConsumeAsync();
        await rabbitMq.Node.CloseAllConnectionsAsync("out for lunch");

        var reason = Assert.IsType<ConnectionFailedException>(await reasons.NextAsync());
        Assert.Contains("out for lunch", reason.Message, StringComparison.Ordinal);
        Assert.Contains("user 'guest'", reason.Message, StringComparison.Ordinal);
        Assert.NotNull(reason.InnerException);
        Assert.Equal(MissedMessages.AnonymousQueue, (await _back.NextAsync()).MissedMessages);
        await using var other = await Scene.OpenAsync(rabbitMq); // The scene's own publisher was closed, too.
        await other.PublishAsync("a", exchange: scene.Exchange);
        await _inbox.NextAsync();
        await other.DeleteExchangeAsync(scene.Exchange);
    }

    [Fact]
    public async Task A_reconnect_to_a_mute_peer_fails_within_the_connect_timeout()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene, options => options with { ConnectTimeout = TimeSpan.FromSeconds(1) });
        await connection.Queue(scene.QueueName).On(scene.Everything, _inbox.Add).ConsumeAsync();
        _proxy.Mute();
        _proxy.CutConnections();
        await Eventually.HoldsAsync(
            () => connection.StateReason?.Message.Contains("no answer within 1 s", StringComparison.Ordinal) == true,
            "an attempt is given up"
        );
        Assert.Equal(PulseState.Reconnecting, connection.State);

        _proxy.Mend();
        await scene.PublishAsync("a");
        await _inbox.NextAsync();
    }

    [Theory]
    [InlineData("half-open")]
    [InlineData("stalled")]
    public async Task A_peer_that_falls_silent_is_noticed_by_its_heartbeat(string how)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(
            scene,
            options => options with { Heartbeat = TimeSpan.FromSeconds(1), ConnectTimeout = TimeSpan.FromSeconds(2) }
        );
        var queue = await connection.Queue().On(scene.Everything, _inbox.Add).ConsumeAsync();
        var name = queue.Name;
        var watch = Stopwatch.StartNew();
        if (how == "half-open")
            _proxy.HalfOpen();
        else
            _proxy.Stall();

        await Eventually.HoldsAsync(() => connection.State == PulseState.Reconnecting, "the silence is noticed");
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 8);
        _proxy.Mend();
        Assert.Equal(MissedMessages.AnonymousQueue, (await _back.NextAsync()).MissedMessages);
        Assert.NotEqual(name, queue.Name);
        await scene.PublishAsync("a");
        await _inbox.NextAsync();
    }

    [Fact]
    public async Task A_short_stall_loses_nothing_not_even_the_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene);
        await connection.Queue().On(scene.Everything, _inbox.Add).ConsumeAsync();
        _proxy.Stall();
        for (var number = 0; number < 10; number++)
            await scene.PublishAsync($"{number}");
        _proxy.Mend();
        Assert.Equal(10, (await _inbox.NextAsync(10)).Count);
        Assert.Equal((1, PulseState.Connected), (_proxy.Accepted, connection.State));
    }

    [Fact]
    public async Task A_login_refused_on_reconnecting_is_retried_and_shown_as_the_reason()
    {
        await rabbitMq.EnsureUserAsync("changing", "first");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene, options => options with { User = "changing", Password = "first" });
        await connection.Queue().On(scene.Everything, _inbox.Add).ConsumeAsync();
        await rabbitMq.Node.ControlAsync("change_password", "changing", "second");
        _proxy.CutConnections();
        await Eventually.HoldsAsync(() => connection.StateReason is AuthenticationFailedException, "it is refused");
        Assert.Equal(PulseState.Reconnecting, connection.State);
        var lines = scene.Log.All.Count(line => line.StartsWith("Warning 4 ", StringComparison.Ordinal));
        Assert.Equal(1, lines); // Not one for each attempt.

        await rabbitMq.Node.ControlAsync("change_password", "changing", "first");
        await _back.NextAsync();
        await scene.PublishAsync("a");
        await _inbox.NextAsync();
        Assert.Null(connection.StateReason);
    }

    [Fact]
    public async Task A_request_while_disconnected_fails_within_the_connect_timeout_with_the_reason()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene, options => options with { ConnectTimeout = TimeSpan.FromSeconds(1) });
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, _inbox.Add).ConsumeAsync();
        _proxy.Cut();
        await Eventually.HoldsAsync(() => queue.State == PulseState.Reconnecting, "it is lost");

        var watch = Stopwatch.StartNew();
        var asking = Enumerable
            .Range(0, 3)
            .Select(_ => connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync())
            .ToList();
        var errors = new HashSet<Exception>();
        foreach (var one in asking)
            errors.Add(await Assert.ThrowsAsync<ConnectionFailedException>(() => one.WithinPatience()));
        await Assert.ThrowsAsync<ConnectionFailedException>(async () => await connection.OpenChannelAsync());
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.5, 8);
        Assert.Equal(3, errors.Count); // To each their own: an exception that several throw tells of all of them.

        _proxy.Mend();
        await using var late = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        Assert.Equal(PulseState.Connected, late.State);
    }

    [Theory]
    [InlineData("reconnecting")]
    [InlineData("connecting again")]
    [InlineData("connected")]
    [InlineData("silent")]
    public async Task Disposing_completes_at_once_in_every_state_even_twice_at_the_same_time(string state)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene);
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, _inbox.Add).ConsumeAsync();
        if (state == "connecting again")
            _proxy.Mute();
        if (state is "reconnecting")
            _proxy.Cut();
        if (state is "connecting again")
            _proxy.CutConnections();
        if (state is "silent")
            _proxy.HalfOpen();
        if (state is "reconnecting" or "connecting again")
            await Eventually.HoldsAsync(() => queue.State == PulseState.Reconnecting, "it is lost");

        var ends = Enumerable
            .Range(0, 4)
            .Select(number =>
                Task.Run(async () => await (number % 2 == 0 ? connection.DisposeAsync() : queue.DisposeAsync()))
            );
        await Task.WhenAll(ends).WaitAsync(TimeSpan.FromSeconds(8));
        await connection.DisposeAsync();
        await queue.DisposeAsync();
        Assert.Equal((PulseState.Closed, PulseState.Closed), (connection.State, queue.State));
        Assert.True(queue.Completion.IsCompletedSuccessfully);
    }

    private PulseConnection Connect(Scene scene, Func<PulseOptions, PulseOptions>? change = null)
    {
        var connection = scene.Connect(options => (change?.Invoke(options) ?? options) with { Url = _proxy.Url });
        connection.QueueReconnected += (_, back) => _back.Add(back);
        return connection;
    }
}
