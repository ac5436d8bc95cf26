using System.Buffers;
using System.Text.Json;
using Pulse;
using RabbitMQ.Client;

namespace TaskclusterSimulator;

/// <summary>The publishing side of Taskcluster's queue: its exchanges, and messages in its own form.</summary>
internal sealed class QueueService : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly SemaphoreSlim _publishing = new(1);

    private QueueService(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public static async Task<QueueService> ConnectAsync(string url)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync("taskcluster-queue");
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        IBinding[] exchanges =
        [
            new QueueEvents.TaskDefined(), new QueueEvents.TaskPending(), new QueueEvents.TaskRunning(),
            new QueueEvents.TaskCompleted(), new QueueEvents.TaskFailed(), new QueueEvents.TaskException(),
        ];
        foreach (var exchange in exchanges)
            await channel.ExchangeDeclareAsync(exchange.ExchangeName, ExchangeType.Topic, durable: true);
        return new QueueService(connection, channel);
    }

    /// <summary>Publishes a message under its primary key, with the task's routes as carbon copies.</summary>
    public async Task PublishAsync(IBinding exchange, QueueEvents.TaskStatus status, IReadOnlyList<string> routes, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
            write(writer);
        var properties = new BasicProperties { ContentType = "application/json", Persistent = true };
        if (routes.Count > 0)
            properties.Headers = new Dictionary<string, object?> { ["CC"] = routes.Select(object? (route) => "route." + route).ToList() };

        await _publishing.WaitAsync();
        try
        {
            await _channel.BasicPublishAsync(exchange.ExchangeName, Key(status), mandatory: false, properties, body.WrittenMemory);
        }
        finally
        {
            _publishing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        _publishing.Dispose();
    }

    private static string Key(QueueEvents.TaskStatus status)
    {
        var run = status.Runs is [.., var latest] ? latest : null;
        return string.Join(
            '.', "primary", status.TaskId, run is null ? "_" : $"{run.RunId}", run?.WorkerGroup ?? "_", run?.WorkerId ?? "_",
            status.ProvisionerId, status.WorkerType, status.SchedulerId, status.TaskGroupId, "_");
    }
}
