using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Pulse.RabbitMq;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Supervising;

/// <summary>A broker that is stopped, killed or frozen, and comes back. The node is this class's own, and no other starts meanwhile.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class RestartTests : IAsyncLifetime
{
    private const string Exchange = "exchange/guest/restarted";

    private readonly Inbox<string> _inbox = new();
    private readonly Inbox<ReconnectedEventArgs> _back = new();
    private RabbitMqNode? _node;

    private RabbitMqNode Node => _node!;

    public async Task InitializeAsync() => _node = await RabbitMqNode.StartAsync();

    public async Task DisposeAsync() => await Node.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_killed_broker_keeps_durable_queues_and_loses_the_others_and_Reconnected_says_which(bool durable)
    {
        await PublishAsync(queue: durable ? null : "queue/guest/q");
        await using var connection = Connect();
        var queue = await connection.Queue("q").On(Binding.To(Exchange, "#"), Note).ConsumeAsync();
        await PublishAsync();
        await _inbox.NextAsync(durable ? 1 : 2); // The durable one was not there for the first.
        await queue.PauseAsync();
        await PublishAsync();
        await Node.KillAsync();
        await Eventually.HoldsAsync(() => queue.State == PulseState.Reconnecting, "the end is noticed");
        await queue.ResumeAsync();
        await Node.StartAgainAsync();

        Assert.Equal(
            durable ? MissedMessages.None : MissedMessages.QueueCreatedAnew,
            (await _back.NextAsync()).MissedMessages
        );
        if (durable)
            Assert.Equal("a", await _inbox.NextAsync());
        await PublishAsync();
        Assert.Equal("a", await _inbox.NextAsync());
    }

    [Fact]
    public async Task No_consumer_of_a_queue_that_is_not_durable_is_told_that_nothing_was_missed_after_a_restart()
    {
        await PublishAsync(queue: "queue/guest/q");
        await using var first = Connect();
        await using var second = Connect();
        foreach (var connection in new[] { first, second })
            await connection.Queue("q").On(Binding.To(Exchange, "#"), Note).ConsumeAsync();
        await Node.KillAsync();
        await Node.StartAgainAsync();

        Assert.All(
            await _back.NextAsync(2),
            back => Assert.Equal(MissedMessages.QueueCreatedAnew, back.MissedMessages)
        );
    }

    [Fact]
    public async Task A_frozen_broker_is_noticed_by_its_heartbeat_and_consumed_from_again_when_it_thaws()
    {
        await PublishAsync();
        await using var connection = Connect();
        await connection.Queue("q").On(Binding.To(Exchange, "#"), Note).ConsumeAsync();
        await Node.FreezeAsync();
        await Eventually.HoldsAsync(() => connection.State == PulseState.Reconnecting, "the silence is noticed");
        await Node.ThawAsync();
        Assert.Equal(MissedMessages.None, (await _back.NextAsync()).MissedMessages);
        await PublishAsync();
        Assert.Equal("a", await _inbox.NextAsync());
    }

    private PulseConnection Connect()
    {
        var connection = new PulseConnection(
            new PulseOptions
            {
                Url = $"amqp://guest:guest@{Node.Host}:{Node.Port}",
                Heartbeat = TimeSpan.FromSeconds(1),
                ConnectTimeout = TimeSpan.FromSeconds(2),
                LoggerFactory = NullLoggerFactory.Instance,
            }
        );
        connection.QueueReconnected += (_, back) => _back.Add(back);
        return connection;
    }

    private void Note(Delivery delivery) => _inbox.Add(delivery.RoutingKey);

    // Of a queue that is to be there before: not durable, bound, and so one that is taken as it is.
    private async Task PublishAsync(string? queue = null)
    {
        await using var publishing = await new ConnectionFactory { Uri = new Uri(Node.Url) }.CreateConnectionAsync();
        await using var channel = await publishing.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true);
        if (queue is not null)
        {
            await channel.QueueDeclareAsync(queue, durable: false, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(queue, Exchange, "#");
        }

        var persistent = new BasicProperties { Persistent = true };
        await channel.BasicPublishAsync(Exchange, "a", mandatory: false, persistent, Encoding.UTF8.GetBytes("{}"));
    }
}
