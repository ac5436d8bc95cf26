using System.Net.NetworkInformation;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Amqp;

/// <summary>Attempts that are given up because the broker does not answer in time leave nothing behind.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class StalledTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly TcpProxy _proxy = TcpProxy.To(rabbitMq.Node);

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public async Task Attempts_at_a_mute_peer_leave_no_socket_open()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene);
        await using var channel = await connection.OpenChannelAsync();
        _proxy.Mute();
        _proxy.CutConnections();
        await Eventually.HoldsAsync(() => _proxy.Accepted >= 5, "some attempts are made");
        await Eventually.HoldsAsync(() => CountSockets() <= 2, "only the latest is open");

        int CountSockets() =>
            IPGlobalProperties
                .GetIPGlobalProperties()
                .GetActiveTcpConnections()
                .Count(one => one.RemoteEndPoint.Port == _proxy.Port && one.State == TcpState.Established);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_no_channel()
    {
        await rabbitMq.EnsureUserAsync("stalled", "stalled");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene, options => options with { User = "stalled", Password = "stalled" });
        await (await connection.OpenChannelAsync()).DisposeAsync();
        _proxy.Stall();
        using var cancelling = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync(cancelling.Token)
        );
        _proxy.Mend();
        await using (await connection.OpenChannelAsync()) // By then the other one was opened.
            await Eventually.HoldsAsync(async () => await rabbitMq.CountChannelsAsync("stalled") == 1, "it is closed");
    }

    [Fact]
    public async Task A_pause_that_the_broker_does_not_answer_in_time_keeps_no_message()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<string>();
        var queue = await Connect(scene)
            .Queue(scene.QueueName)
            .On(scene.Everything, d => inbox.Add(d.RoutingKey))
            .ConsumeAsync();
        _proxy.Stall();
        await scene.PublishAsync("a");
        await queue.PauseAsync().WithinPatience();
        _proxy.Mend();
        await scene.WaitingBecomesAsync(1);
        await queue.ResumeAsync().WithinPatience();
        Assert.Equal("a", await inbox.NextAsync());
    }

    [Fact]
    public async Task A_request_that_finds_the_connection_lost_does_not_wait_for_ever()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = Connect(scene);
        await connection.Supervisor.GetAsync(CancellationToken.None);
        var asking = Task.Run(async () =>
        {
            while (true)
                await connection.Supervisor.GetAsync(CancellationToken.None);
        });
        _proxy.Cut();
        await Assert.ThrowsAsync<ConnectionFailedException>(() => asking.WithinPatience());
    }

    private PulseConnection Connect(Scene scene, Func<PulseOptions, PulseOptions>? change = null) =>
        scene.Connect(options =>
            (change?.Invoke(options) ?? options) with
            {
                Url = _proxy.Url,
                ConnectTimeout = TimeSpan.FromSeconds(1),
            }
        );
}
