using System.Collections.Concurrent;
using System.Text.Json;
using Pulse.RabbitMq;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>What docs/scaling-out.md shows, on a cluster of three of which nodes are killed.</summary>
[Collection(ThreeRabbitMqNodes.Name)]
public sealed class ScalingOutTests(ClusterFixture fixture) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<PulseConnection> _connections = [];
    private readonly string _name = $"{Guid.NewGuid():N}";
    private readonly LogLines _log = new();
    private ConfirmedPublisher _publisher = null!;

    private IReadOnlyList<RabbitMqNode> Nodes => fixture.Cluster.Nodes;

    private string Queue => $"queue/guest/{_name}";

    private IBinding<string, JsonElement> Everything => Binding.To(_publisher.Exchange, "#");

    public async Task InitializeAsync() => _publisher = await ConfirmedPublisher.OpenAsync(Nodes[0].Url);

    public async Task DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
        await _publisher.Channel.QueueDeleteAsync(Queue);
        await _publisher.DisposeAsync();
    }

    [Fact]
    public async Task Four_consumers_of_a_quorum_queue_lose_nothing_while_nodes_are_killed()
    {
        const int count = 10_000;
        var seen = new ConcurrentDictionary<int, int>();
        for (var consumer = 0; consumer < 4; consumer++)
        {
            await Connect(consumer)
                .Queue(_name)
                .Quorum()
                .On(
                    Everything,
                    async delivery =>
                    {
                        await Task.Yield();
                        seen.AddOrUpdate(delivery.Payload.GetInt32(), 1, (_, times) => times + 1);
                    }
                )
                .Concurrency(4)
                .ConsumeAsync();
        }

        await fixture.Cluster.BecomesWholeAsync(Queue);
        var publishing = _publisher.PublishAsync(0, count, _ => "a");
        foreach (var victim in (int[])[1, 2])
        {
            var before = seen.Count;
            await HoldsAsync(() => seen.Count > before + count / 4 || seen.Count == count, "some more have arrived");
            await Nodes[victim].KillAsync();
            await Task.Delay(TimeSpan.FromSeconds(1));
            await Nodes[victim].StartAgainAsync();
            await fixture.Cluster.BecomesWholeAsync(Queue);
        }

        await publishing;
        await HoldsAsync(() => seen.Count == count, "all have arrived");
    }

    [Fact]
    public async Task A_single_active_consumer_keeps_the_order_across_processes_while_its_node_is_killed()
    {
        const int count = 3_000;
        var order = new ConcurrentQueue<(int Consumer, int Number)>();
        for (var at = 1; at <= 4; at++)
        {
            var consumer = at; // The first one is at node 1, and active.
            await Connect(consumer)
                .Queue(_name)
                .Quorum()
                .SingleActiveConsumer()
                .On(Everything, delivery => order.Enqueue((consumer, delivery.Payload.GetInt32())))
                .ConsumeAsync();
        }

        await fixture.Cluster.BecomesWholeAsync(Queue);
        var publishing = _publisher.PublishAsync(0, count, _ => "a");
        await HoldsAsync(() => order.Count > count / 3, "a third has arrived");
        await Nodes[1].KillAsync();
        await publishing;
        await HoldsAsync(() => order.Select(one => one.Number).Distinct().Count() == count, "all have arrived");
        await Nodes[1].StartAgainAsync();
        Assert.True(order.Select(one => one.Consumer).Distinct().Count() > 1, "another consumer has taken over");
        Assert.Equal(Enumerable.Range(0, count), order.Select(one => one.Number).Distinct());
    }

    [Fact]
    public async Task A_stream_is_read_from_its_beginning_by_each_who_asks_also_after_its_node_was_killed()
    {
        const int count = 1_000;
        await using (await Connect(0).Queue(_name).Stream().On(Everything, _ => { }).ConsumeAsync())
            await _publisher.PublishAsync(0, count, _ => "a");
        var readers = new[] { new ConcurrentQueue<int>(), new ConcurrentQueue<int>() };
        for (var at = 0; at < readers.Length; at++)
        {
            var reader = readers[at];
            await Connect(at + 1)
                .Queue(_name)
                .Stream(StreamOffset.First)
                .On(
                    Everything,
                    async delivery =>
                    {
                        await Task.Delay(1);
                        reader.Enqueue(delivery.Payload.GetInt32());
                    }
                )
                .ConsumeAsync();
        }

        await HoldsAsync(() => readers[0].Count > count / 4, "a quarter was read");
        await Nodes[1].KillAsync();
        await HoldsAsync(() => readers.All(one => one.Distinct().Count() == count), "all was read");
        await Nodes[1].StartAgainAsync();
        Assert.All(readers, reader => Assert.Equal(Enumerable.Range(0, count), reader.Distinct()));
    }

    [Fact]
    public async Task A_consistent_hash_exchange_gives_all_messages_of_a_key_to_one_queue_in_order()
    {
        const int count = 1_000;
        const int keys = 20;
        var partitioned = $"exchange/guest/{_name}";
        var channel = _publisher.Channel;
        await channel.ExchangeDeclareAsync(partitioned, "x-consistent-hash", durable: true);
        await channel.ExchangeBindAsync(partitioned, _publisher.Exchange, "#");
        var seen = new ConcurrentQueue<(int Partition, string Key, int Number)>();
        var queues = Enumerable.Range(0, 3).Select(partition => $"{Queue}.{partition}").ToList();
        foreach (var (partition, queue) in queues.Index())
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(queue, partitioned, routingKey: "1");
            await Connect(partition)
                .ExistingQueue(queue)
                .On(Everything, delivery => seen.Enqueue((partition, delivery.RoutingKey, delivery.Payload.GetInt32())))
                .ConsumeAsync();
        }

        await _publisher.PublishAsync(0, count, number => $"key.{number * 7 % keys}");
        await HoldsAsync(() => seen.Count == count, "all have arrived");
        Assert.Equal(3, seen.Select(one => one.Partition).Distinct().Count());
        foreach (var key in seen.GroupBy(one => one.Key))
        {
            Assert.Single(key.Select(one => one.Partition).Distinct());
            Assert.Equal(key.Select(one => one.Number).Order(), key.Select(one => one.Number));
        }

        foreach (var connection in _connections)
            await connection.DisposeAsync();
        foreach (var queue in queues)
            await channel.QueueDeleteAsync(queue);
        await channel.ExchangeDeleteAsync(partitioned);
    }

    private PulseConnection Connect(int node)
    {
        var connection = new PulseConnection(
            new PulseOptions
            {
                User = "guest",
                Password = "guest",
                Url = fixture.Url(node),
                LoggerFactory = _log,
            }
        );
        _connections.Add(connection);
        return connection;
    }

    // A node that was killed takes a while to come back on a small machine.
    private static async Task HoldsAsync(Func<bool> condition, string what) =>
        Assert.True(
            await Eventually.IsTrueAsync(() => Task.FromResult(condition()), Patience, TimeSpan.FromMilliseconds(20)),
            what
        );
}
