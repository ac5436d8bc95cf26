using System.Collections.Concurrent;
using System.Text;
using Pulse.RabbitMq;
using RabbitMQ.Client;

namespace Pulse.Taskcluster.Tests;

/// <summary>pulse-go's one call, and the names of another deployment, on a real RabbitMQ.</summary>
public sealed class PulseGoCallTests : IAsyncLifetime
{
    private RabbitMqNode? _node;
    private IConnection? _publishing;
    private IChannel? _channel;

    public async Task InitializeAsync()
    {
        _node = await RabbitMqNode.StartAsync();
        _publishing = await new ConnectionFactory { Uri = new Uri(_node.Url) }.CreateConnectionAsync();
        _channel = await _publishing.CreateChannelAsync();
    }

    public async Task DisposeAsync()
    {
        await _publishing!.DisposeAsync();
        await _node!.DisposeAsync();
    }

    [Fact]
    public async Task One_callback_gets_every_payload_as_its_own_type_and_acknowledges()
    {
        await DeclareAsync(
            new QueueEvents.TaskDefined().ExchangeName,
            new QueueEvents.TaskRunning().ExchangeName,
            "exchange/other"
        );
        var arrived = new BlockingCollection<(object? Payload, string RoutingKey)>();
        await using var pulse = new PulseConnection("guest", "guest", _node!.Url);
        await using var queue = await pulse.ConsumeAsync(
            "taskprocessing",
            async (payload, delivery) =>
            {
                await delivery.AckAsync();
                arrived.Add((payload, delivery.RoutingKey));
            },
            1,
            false,
            new QueueEvents.TaskDefined(),
            new QueueEvents.TaskRunning(),
            Binding.To("exchange/other", "#")
        );

        await PublishAsync(new QueueEvents.TaskDefined().ExchangeName, Sample.Named("queue/task-defined"));
        await PublishAsync(new QueueEvents.TaskRunning().ExchangeName, Sample.Named("queue/task-running"));
        await _channel!.BasicPublishAsync("exchange/other", "a.b", Encoding.UTF8.GetBytes("[1]"));

        var deliveries = Enumerable.Range(0, 3).Select(_ => Take(arrived)).ToList();
        Assert.IsType<QueueEvents.TaskDefinedMessage>(deliveries[0].Payload);
        Assert.IsType<QueueEvents.TaskRunningMessage>(deliveries[1].Payload);
        Assert.Equal("a.b", deliveries[2].RoutingKey);
        Assert.Equal("queue/guest/taskprocessing", queue.Name);
    }

    [Fact]
    public async Task Every_form_of_callback_is_awaited()
    {
        await DeclareAsync("exchange/forms");
        var ended = new BlockingCollection<string>();
        await using var pulse = new PulseConnection("guest", "guest", _node!.Url);
        IBinding binding = Binding.To("exchange/forms", "#");
        await using var action = await pulse.ConsumeAsync(
            "",
            (payload, delivery) => ended.Add("action"),
            1,
            true,
            binding
        );
        await using var task = await pulse.ConsumeAsync(
            null,
            async (payload, delivery) =>
            {
                await Task.Yield();
                ended.Add("task");
            },
            1,
            true,
            binding
        );
        await using var valueTask = await pulse.ConsumeAsync("", ValueTaskCallback, 1, true, [binding]);
        await _channel!.BasicPublishAsync("exchange/forms", "a", Encoding.UTF8.GetBytes("1"));
        Assert.Equal(["action", "task", "value task"], Enumerable.Range(0, 3).Select(_ => Take(ended)).Order());

        async ValueTask ValueTaskCallback(object? payload, Delivery delivery)
        {
            await Task.Yield();
            ended.Add("value task");
        }
    }

    [Fact]
    public async Task MapExchange_binds_to_the_exchanges_of_another_deployment()
    {
        await DeclareAsync("exchange/staging-queue/v1/task-defined");
        var arrived = new BlockingCollection<Delivery<QueueEvents.TaskDefinedKey, QueueEvents.TaskDefinedMessage>>();
        await using var pulse = new PulseConnection(
            new PulseOptions
            {
                User = "guest",
                Password = "guest",
                Url = _node!.Url,
                MapExchange = name => name.Replace("taskcluster-", "staging-", StringComparison.Ordinal),
            }
        );
        await using var queue = await pulse
            .Queue()
            .On(new QueueEvents.TaskDefined(), d => arrived.Add(d))
            .ConsumeAsync();
        await PublishAsync("exchange/staging-queue/v1/task-defined", Sample.Named("queue/task-defined"));

        var delivery = Take(arrived);
        Assert.Equal("exchange/staging-queue/v1/task-defined", delivery.Exchange);
    }

    private static T Take<T>(BlockingCollection<T> items) =>
        items.TryTake(out var item, TimeSpan.FromSeconds(20)) ? item : throw new TimeoutException("Nothing arrived.");

    private async Task DeclareAsync(params string[] exchanges)
    {
        foreach (var exchange in exchanges)
            await _channel!.ExchangeDeclareAsync(exchange, ExchangeType.Topic);
    }

    private async Task PublishAsync(string exchange, Sample sample) =>
        await _channel!.BasicPublishAsync(exchange, sample.RoutingKey, sample.Body);
}
