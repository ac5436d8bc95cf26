using Pulse.RabbitMq;

namespace Pulse.Chaos;

/// <summary>The RabbitMQ servers that scenarios are played against; each starts when it is first asked for.</summary>
internal sealed class Servers : IAsyncDisposable
{
    /// <summary>The consumer's user name and password.</summary>
    public const string ConsumingUser = "chaos";

    private RabbitMqNode? _node;
    private RabbitMqCluster? _cluster;

    public async Task<RabbitMqNode> NodeAsync()
    {
        if (_node is null)
        {
            _node = await RabbitMqNode.StartAsync();
            await _node.AddPulseUserAsync(ConsumingUser, ConsumingUser);
        }

        return _node;
    }

    public async Task<RabbitMqCluster> ClusterAsync()
    {
        if (_cluster is null)
        {
            _cluster = await RabbitMqCluster.StartAsync();
            await _cluster.Nodes[0].AddPulseUserAsync(ConsumingUser, ConsumingUser);
        }

        return _cluster;
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
