namespace Pulse.RabbitMq.Tests;

/// <summary>A node that several tests share.</summary>
public sealed class RunningNode : IAsyncLifetime
{
    public RabbitMqNode Node { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Node = await RabbitMqNode.StartAsync(
            new RabbitMqOptions { Tls = ["pulse.example", "127.0.0.1"], RequireClientCertificate = true }
        );

    public async Task DisposeAsync() => await Node.DisposeAsync();
}
