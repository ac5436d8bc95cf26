using System.Buffers;
using System.Text.Json;
using Pulse;
using Pulse.Decoding;
using RabbitMQ.Client;

namespace TaskclusterSimulator;

/// <summary>Publishes as Taskcluster's services do: on their exchanges, with their messages.</summary>
internal sealed class Publisher : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly SemaphoreSlim _publishing = new(1);

    private Publisher(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public static async Task<Publisher> ConnectAsync(string url)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync("taskcluster");
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        IBinding[] exchanges =
        [
            new QueueEvents.TaskDefined(),
            new QueueEvents.TaskPending(),
            new QueueEvents.TaskRunning(),
            new QueueEvents.TaskCompleted(),
            new QueueEvents.TaskFailed(),
            new QueueEvents.TaskException(),
            new HooksEvents.HookCreated(),
            new HooksEvents.HookUpdated(),
            new GithubEvents.Push(),
            new GithubEvents.PullRequest(),
            new GithubEvents.TaskGroupCreationRequested(),
        ];
        foreach (var exchange in exchanges)
            await channel.ExchangeDeclareAsync(exchange.ExchangeName, ExchangeType.Topic, durable: true);
        return new Publisher(connection, channel);
    }

    /// <summary>Publishes a message under a routing key, with its routes as carbon copies.</summary>
    public async Task PublishAsync<TPayload>(
        IBinding<object, TPayload> exchange,
        string routingKey,
        TPayload message,
        params IReadOnlyList<string> routes
    )
        where TPayload : IPayload<TPayload>
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
            message.WriteTo(writer);
        var properties = new BasicProperties { ContentType = "application/json", Persistent = true };
        if (routes.Count > 0)
            properties.Headers = new Dictionary<string, object?>
            {
                ["CC"] = routes.Select(object? (route) => "route." + route).ToList(),
            };

        await _publishing.WaitAsync();
        try
        {
            await _channel.BasicPublishAsync(
                exchange.ExchangeName,
                routingKey,
                mandatory: false,
                properties,
                body.WrittenMemory
            );
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
}
