namespace Pulse.RabbitMq;

/// <summary>
/// Private RabbitMQ nodes on this machine's loopback interface that form a cluster; three take about 13 seconds to
/// start on a small machine. Each can be killed and started again on its own. Disposing leaves nothing behind.
/// </summary>
public sealed class RabbitMqCluster : IAsyncDisposable
{
    private readonly List<RabbitMqNode> _nodes = [];

    private RabbitMqCluster() { }

    /// <summary>The nodes, running or not.</summary>
    public IReadOnlyList<RabbitMqNode> Nodes => _nodes;

    /// <summary>Starts the nodes, the first one before the others, and waits until they are one cluster.</summary>
    public static async Task<RabbitMqCluster> StartAsync(
        int size = 3,
        RabbitMqOptions? options = null,
        CancellationToken ct = default
    )
    {
        options ??= new RabbitMqOptions();
        var identities = NodeIdentity.Cluster(size);
        options = options with
        {
            Configuration =
            [
                .. options.Configuration,
                "cluster_formation.peer_discovery_backend = classic_config",
                .. identities.Select((node, at) => $"cluster_formation.classic_config.nodes.{at + 1} = {node.Name}"),
            ],
        };

        var cluster = new RabbitMqCluster();
        try
        {
            foreach (var identity in identities)
                cluster._nodes.Add(await RabbitMqNode.StartAsync(identity, options, ct).ConfigureAwait(false));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The node on which a quorum queue's leader runs; <see langword="null"/> while there is none.</summary>
    public async Task<RabbitMqNode?> FindLeaderAsync(string queue)
    {
        var leader = await DescribeAsync(queue, "leader").ConfigureAwait(false);
        return _nodes.FirstOrDefault(node => node.IsRunning && leader == node.Name);
    }

    /// <summary>Makes another node's member the leader of a quorum queue, and waits until it is.</summary>
    public async Task MoveLeaderAsync(string queue, RabbitMqNode node, CancellationToken ct = default)
    {
        var find = $"{{ok, Q}} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"/\">>, queue, <<\"{queue}\">>))";
        while (await FindLeaderAsync(queue).ConfigureAwait(false) != node)
        {
            await AnyRunning()
                .ControlAsync("eval", $"{find}, rabbit_quorum_queue:transfer_leadership(Q, '{node.Name}').")
                .ConfigureAwait(false);
            await Task.Delay(50, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until every node is up and holds a live member of a quorum queue.</summary>
    public async Task BecomesWholeAsync(string queue, CancellationToken ct = default)
    {
        while (true)
        {
            var online = await DescribeAsync(queue, "online").ConfigureAwait(false);
            if (_nodes.All(node => node.IsRunning && online.Contains(node.Name, StringComparison.Ordinal)))
                return;
            await Task.Delay(50, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Ends all nodes and removes all traces of them.</summary>
    public async ValueTask DisposeAsync()
    {
        // The first one last: it holds the port mapper of all.
        foreach (var node in Enumerable.Reverse(_nodes))
            await node.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<string> DescribeAsync(string queue, string column)
    {
        var lines = await AnyRunning()
            .ControlAsync("list_queues", "--no-table-headers", "name", column)
            .ConfigureAwait(false);
        return lines
                .Split('\n')
                .Select(line => line.Split('\t'))
                .FirstOrDefault(cells => cells[0] == queue && cells.Length > 1)
                ?[1].Trim()
            ?? "";
    }

    private RabbitMqNode AnyRunning() =>
        _nodes.FirstOrDefault(node => node.IsRunning)
        ?? throw new InvalidOperationException("No node of the cluster is running.");
}
