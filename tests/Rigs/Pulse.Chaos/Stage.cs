using Pulse.RabbitMq;

namespace Pulse.Chaos;

/// <summary>Everything that one scenario is played with: an exchange and a queue of its own among it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly TimeSpan UsualConsumerTimeout = TimeSpan.FromMinutes(30);

    private readonly Scenario _scenario;
    private readonly List<Consumer> _consumers = [];

    private Stage(Scenario scenario, RabbitMqNode node, RabbitMqCluster? cluster)
    {
        _scenario = scenario;
        Node = node;
        Cluster = cluster;
        Proxy = TcpProxy.To(node);
    }

    /// <summary>The broker that publisher and consumers are connected to.</summary>
    public RabbitMqNode Node { get; }

    public RabbitMqCluster? Cluster { get; }

    /// <summary>Between consumers and broker, where the scenario wants it.</summary>
    public TcpProxy Proxy { get; }

    public Ledger Ledger { get; } = new();

    public Publisher Publisher { get; private set; } = null!;

    public IReadOnlyList<Consumer> Consumers => _consumers;

    /// <summary>The only consumer, or the first.</summary>
    public Consumer Consumer => _consumers[0];

    /// <summary>The publisher of this library.</summary>
    public TestedPublisher Tested => Consumer.Publisher;

    /// <summary>The queue's full name.</summary>
    public string Queue { get; private set; } = "";

    public static async Task<Stage> OpenAsync(Scenario scenario, Servers servers)
    {
        var cluster = scenario.OnCluster ? await servers.ClusterAsync() : null;
        var stage = new Stage(scenario, cluster?.Nodes[0] ?? await servers.NodeAsync(), cluster);
        try
        {
            await stage.FurnishAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeConsumersAsync();
        if (Publisher is not null)
            await Publisher.DisposeAsync();
        Proxy.Dispose();
        if (_scenario.ConsumerTimeout is not null)
            await Node.SetConsumerTimeoutAsync(UsualConsumerTimeout);
    }

    /// <summary>Publishes nothing new until <see cref="ResumePublishing"/>, and waits until all the rest is confirmed.</summary>
    public Task PausePublishingAsync() => Task.WhenAll(Publisher.PauseAsync(), Tested.PauseAsync());

    public void ResumePublishing()
    {
        Publisher.Resume();
        Tested.Resume();
    }

    /// <summary>Waits until everything that was confirmed has been received; no longer than that.</summary>
    public Task SettleAsync(TimeSpan patience) =>
        Task.WhenAll(Ledger.SettleAsync(patience), Tested.Ledger.SettleAsync(patience));

    public Task DisposeConsumersAsync() =>
        Task.WhenAll(_consumers.Select(consumer => consumer.DisposeAsync().AsTask()));

    private async Task FurnishAsync()
    {
        if (_scenario.ConsumerTimeout is { } timeout)
            await Node.SetConsumerTimeoutAsync(timeout);
        var name = $"{Guid.NewGuid():N}";
        var exchange = $"exchange/guest/{name}";
        Queue = $"queue/{Servers.ConsumingUser}/{name}";
        Publisher = await Publisher.StartAsync(Node.Url, exchange, Ledger);
        var url = _scenario.ThroughProxy ? Proxy.Url : Node.Url;
        while (_consumers.Count < _scenario.Consumers)
        {
            var tested = _consumers.Count > 0 ? Consumer.Publisher : null;
            _consumers.Add(
                await Consumer.StartAsync(
                    url,
                    exchange,
                    $"exchange/{Servers.ConsumingUser}/{name}",
                    tested,
                    name,
                    _scenario,
                    Ledger
                )
            );
        }

        if (Cluster is not null)
            await Cluster.BecomesWholeAsync(Queue);
    }
}
