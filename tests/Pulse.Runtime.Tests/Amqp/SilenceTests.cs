using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Amqp;

[Collection(SharedRabbitMq.Name)]
public sealed class SilenceTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_peer_that_speaks_again_just_when_it_is_given_up_does_no_harm()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var wires = new List<(TcpProxy Proxy, PulseConnection Connection)>();
        for (var number = 0; number < 20; number++)
        {
            var proxy = TcpProxy.To(rabbitMq.Node);
            var connection = scene.Connect(options =>
                options with
                {
                    Url = proxy.Url,
                    Heartbeat = TimeSpan.FromSeconds(1),
                    ConnectTimeout = TimeSpan.FromSeconds(5),
                }
            );
            connection.StateChanged += (_, change) =>
            {
                if (change.State == PulseState.Reconnecting)
                    proxy.Mend();
            };
            await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
            wires.Add((proxy, connection));
        }

        foreach (var (proxy, _) in wires)
            proxy.Stall();
        foreach (var (proxy, connection) in wires)
        {
            await Eventually.HoldsAsync(
                () => proxy.Accepted > 1 && connection.State == PulseState.Connected,
                $"the connection is back; it is {connection.State}: {connection.StateReason?.Message}"
            );
        }

        foreach (var (proxy, connection) in wires)
        {
            await connection.DisposeAsync();
            proxy.Dispose();
        }
    }
}
