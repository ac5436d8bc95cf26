using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests;

/// <summary>
/// One RabbitMQ for all tests of a collection: a plain listener, and a TLS listener that is certified for <c>localhost</c>
/// and asks for a client's certificate.
/// </summary>
public sealed class RabbitMqFixture : IAsyncLifetime
{
    private readonly HashSet<string> _users = [];
    private RabbitMqNode? _node;

    public RabbitMqNode Node => _node!;

    public string Url => Node.Url;

    public async Task InitializeAsync() =>
        _node = await RabbitMqNode.StartAsync(
            new RabbitMqOptions { Tls = ["localhost"], RequireClientCertificate = true }
        );

    public async Task DisposeAsync() => await Node.DisposeAsync();

    /// <summary>A user with Pulse's permissions, added once.</summary>
    public async Task EnsureUserAsync(string name, string password)
    {
        if (_users.Add(name))
            await Node.AddPulseUserAsync(name, password);
    }

    /// <summary>How many connections a user has.</summary>
    public async Task<int> CountConnectionsAsync(string user) =>
        (await Node.ControlAsync("list_connections", "user")).Split('\n').Count(line => line.Trim() == user);

    /// <summary>How many channels a user has.</summary>
    public async Task<int> CountChannelsAsync(string user) =>
        (await Node.ControlAsync("list_channels", "user")).Split('\n').Count(line => line.Trim() == user);
}

[CollectionDefinition(Name)]
public sealed class SharedRabbitMq : ICollectionFixture<RabbitMqFixture>
{
    public const string Name = "RabbitMQ";
}

/// <summary>Another one, for the tests of <c>Consuming</c>: they take as long as all others together, and run beside them.</summary>
[CollectionDefinition(Name)]
public sealed class QueuesRabbitMq : ICollectionFixture<RabbitMqFixture>
{
    public const string Name = "RabbitMQ of the queues";
}

/// <summary>Another one, for what looks at the whole process: it runs alone, after all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LoneRabbitMq : ICollectionFixture<RabbitMqFixture>
{
    public const string Name = "RabbitMQ alone";
}
