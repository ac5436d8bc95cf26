using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests;

/// <summary>
/// What one test plays on: an exchange and a queue name of its own, a publisher, and connections that end with
/// it.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly RabbitMqFixture _rabbitMq;
    private readonly IConnection _publishing;
    private readonly List<PulseConnection> _connections = [];
    private IChannel _channel;

    private Scene(RabbitMqFixture rabbitMq, IConnection publishing, IChannel channel)
    {
        _rabbitMq = rabbitMq;
        _publishing = publishing;
        _channel = channel;
    }

    /// <summary>A topic exchange that is there.</summary>
    public string Exchange { get; } = $"exchange/guest/{Guid.NewGuid():N}";

    /// <summary>A name for a queue that is not there yet.</summary>
    public string QueueName { get; } = $"{Guid.NewGuid():N}";

    public string FullQueueName => $"queue/guest/{QueueName}";

    public LogLines Log { get; } = new();

    /// <summary>The publisher's channel.</summary>
    public IChannel Channel => _channel;

    /// <summary>A binding of everything that the exchange brings.</summary>
    public IBinding<string, JsonElement> Everything => Binding.To(Exchange, "#");

    public static async Task<Scene> OpenAsync(RabbitMqFixture rabbitMq)
    {
        var publishing = await new ConnectionFactory
        {
            Uri = new Uri(rabbitMq.Url),
            AutomaticRecoveryEnabled = false,
        }.CreateConnectionAsync("publisher");
        var scene = new Scene(rabbitMq, publishing, await publishing.CreateChannelAsync());
        await scene.DeclareExchangeAsync(scene.Exchange);
        return scene;
    }

    /// <summary>A connection as guest, closed with the scene.</summary>
    public PulseConnection Connect(Func<PulseOptions, PulseOptions>? change = null)
    {
        var options = new PulseOptions
        {
            User = "guest",
            Password = "guest",
            Url = _rabbitMq.Url,
            LoggerFactory = Log,
        };
        var connection = new PulseConnection(change?.Invoke(options) ?? options);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Another exchange.</summary>
    public async Task<string> DeclareExchangeAsync(string? name = null, string type = ExchangeType.Topic)
    {
        name ??= $"exchange/guest/{Guid.NewGuid():N}";
        await _channel.ExchangeDeclareAsync(name, type, durable: false, autoDelete: false);
        return name;
    }

    public Task PublishAsync(
        string routingKey,
        string json = "{}",
        string? exchange = null,
        BasicProperties? properties = null
    ) =>
        _channel
            .BasicPublishAsync(
                exchange ?? Exchange,
                routingKey,
                mandatory: false,
                properties ?? new BasicProperties(),
                Encoding.UTF8.GetBytes(json)
            )
            .AsTask();

    /// <summary>Publishes the numbers from 0 as JSON.</summary>
    public async Task PublishNumbersAsync(int count, string routingKey = "a")
    {
        for (var number = 0; number < count; number++)
            await PublishAsync(routingKey, $"{number}");
    }

    /// <summary>A dead-letter exchange, and a queue that gathers what comes there.</summary>
    public async Task<(string Exchange, string Queue)> DeclareDeadLettersAsync()
    {
        var exchange = await DeclareExchangeAsync(type: ExchangeType.Fanout);
        var queue = $"dead-{Guid.NewGuid():N}";
        await _channel.QueueDeclareAsync(queue, durable: false, exclusive: true, autoDelete: false);
        await _channel.QueueBindAsync(queue, exchange, "");
        return (exchange, queue);
    }

    /// <summary>
    /// How many messages wait in a queue, unsent; as its connection sees it where only that may look.
    /// </summary>
    public async Task<uint> CountWaitingAsync(string? queue = null, IChannel? channel = null) =>
        (await (channel ?? _channel).QueueDeclarePassiveAsync(queue ?? FullQueueName)).MessageCount;

    public Task WaitingBecomesAsync(uint count, string? queue = null, IChannel? channel = null) =>
        Eventually.HoldsAsync(
            async () => await CountWaitingAsync(queue, channel) == count,
            $"{count} messages wait in {queue ?? FullQueueName}"
        );

    /// <summary>Waits until somebody consumes the queue; then it is bound too.</summary>
    public Task IsConsumedAsync() =>
        Eventually.HoldsAsync(
            async () => await QueueExistsAsync() && await _channel.ConsumerCountAsync(FullQueueName) == 1,
            $"{FullQueueName} is consumed"
        );

    public async Task<bool> QueueExistsAsync(string? queue = null)
    {
        await using var asking = await _publishing.CreateChannelAsync();
        try
        {
            await asking.QueueDeclarePassiveAsync(queue ?? FullQueueName);
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }

    public Task DeleteQueueAsync(string? queue = null) => _channel.QueueDeleteAsync(queue ?? FullQueueName);

    public Task DeleteExchangeAsync(string exchange) => _channel.ExchangeDeleteAsync(exchange);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
        if (_publishing.IsOpen && !_channel.IsOpen)
            _channel = await _publishing.CreateChannelAsync();
        if (_publishing.IsOpen)
        {
            await _channel.QueueDeleteAsync(FullQueueName);
            await _channel.ExchangeDeleteAsync(Exchange);
        }

        await _publishing.DisposeAsync();
    }
}
