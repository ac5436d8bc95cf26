using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests;

/// <summary>Three RabbitMQ nodes; the tests of its collection run alone.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private RabbitMqCluster? _cluster;

    public RabbitMqCluster Cluster => _cluster!;

    public async Task InitializeAsync() =>
        _cluster = await RabbitMqCluster.StartAsync(
            options: new RabbitMqOptions { Plugins = ["rabbitmq_consistent_hash_exchange"] }
        );

    public async Task DisposeAsync() => await Cluster.DisposeAsync();

    /// <summary>All hosts, the given one first.</summary>
    public string Url(int first) =>
        "amqp://"
        + string.Join(',', Enumerable.Range(first, 3).Select(at => $"127.0.0.1:{Cluster.Nodes[at % 3].Port}"));
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ThreeRabbitMqNodes : ICollectionFixture<ClusterFixture>
{
    public const string Name = "Three RabbitMQ nodes";
}
