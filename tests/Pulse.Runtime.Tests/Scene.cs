using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests;

/// <summary>
/// The surroundings of one test: an exchange and a queue name of its own, a publisher, and connections that are closed
/// with it.
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

    /// <summary>A topic exchange, declared.</summary>
    public string Exchange { get; } = $"exchange/guest/{Guid.NewGuid():N}";

    /// <summary>The name of a queue that is not declared yet.</summary>
    public string QueueName { get; } = $"{Guid.NewGuid():N}";

    public string FullQueueName => $"queue/guest/{QueueName}";

    public LogLines Log { get; } = new();

    /// <summary>The publisher's channel.</summary>
    public IChannel Channel => _channel;

    /// <summary>A binding to every message of the exchange.</summary>
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

    /// <summary>Consumes every message of the exchange from the scene's queue, on a connection of its own.</summary>
    public Task<PulseQueue> ConsumeAsync(
        Action<Delivery<string, JsonElement>> handler,
        Func<PulseQueueBuilder, PulseQueueBuilder>? describe = null
    ) => Describe(describe).On(Everything, handler).ConsumeAsync();

    /// <inheritdoc cref="ConsumeAsync(Action{Delivery{string, JsonElement}}, Func{PulseQueueBuilder, PulseQueueBuilder}?)"/>
    public Task<PulseQueue> ConsumeAsync(
        Func<Delivery<string, JsonElement>, Task> handler,
        Func<PulseQueueBuilder, PulseQueueBuilder>? describe = null
    ) => Describe(describe).On(Everything, handler).ConsumeAsync();

    /// <summary>Declares another exchange.</summary>
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

    /// <summary>Declares a dead-letter exchange, and a queue that collects its messages.</summary>
    public async Task<(string Exchange, string Queue)> DeclareDeadLettersAsync()
    {
        var exchange = await DeclareExchangeAsync(type: ExchangeType.Fanout);
        var queue = $"dead-{Guid.NewGuid():N}";
        await _channel.QueueDeclareAsync(queue, durable: false, exclusive: true, autoDelete: false);
        await _channel.QueueBindAsync(queue, exchange, "");
        return (exchange, queue);
    }

    /// <summary>
    /// How many messages wait in a queue, unsent. An exclusive queue can only be asked on a channel of its own connection.
    /// </summary>
    public async Task<uint> CountWaitingAsync(string? queue = null, IChannel? channel = null) =>
        (await (channel ?? _channel).QueueDeclarePassiveAsync(queue ?? FullQueueName)).MessageCount;

    public Task WaitingBecomesAsync(uint count, string? queue = null, IChannel? channel = null) =>
        Eventually.HoldsAsync(
            async () => await CountWaitingAsync(queue, channel) == count,
            $"{count} messages wait in {queue ?? FullQueueName}"
        );

    /// <summary>Waits until the queue has a consumer; by then it is bound, too.</summary>
    public Task IsConsumedAsync() =>
        Eventually.HoldsAsync(
            async () => await QueueExistsAsync() && await _channel.ConsumerCountAsync(FullQueueName) == 1,
            $"{FullQueueName} is consumed"
        );

    /// <summary>Waits until the queue has no consumer.</summary>
    public Task IsNotConsumedAsync() =>
        Eventually.HoldsAsync(
            async () => await _channel.ConsumerCountAsync(FullQueueName) == 0,
            $"{FullQueueName} is not consumed"
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

    /// <summary>Declares the scene's queue from outside the library.</summary>
    public Task DeclareQueueAsync(
        bool durable = true,
        bool exclusive = false,
        bool autoDelete = false,
        params (string Name, object? Value)[] arguments
    ) =>
        _channel.QueueDeclareAsync(
            FullQueueName,
            durable,
            exclusive,
            autoDelete,
            arguments.ToDictionary(argument => argument.Name, argument => argument.Value)
        );

    /// <summary>Publishes messages that do not decode.</summary>
    public async Task PublishUndecodableAsync(int count)
    {
        for (var number = 0; number < count; number++)
            await PublishAsync($"key{number}", "{");
    }

    /// <summary>Takes the next message from the scene's queue and gives it back, as another consumer would.</summary>
    public async Task TakeAndReturnAsync()
    {
        await WaitingBecomesAsync(1);
        var message = await _channel.BasicGetAsync(FullQueueName, autoAck: false);
        await _channel.BasicRejectAsync(message!.DeliveryTag, requeue: true);
    }

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

    private PulseQueueBuilder Describe(Func<PulseQueueBuilder, PulseQueueBuilder>? describe)
    {
        var builder = Connect().Queue(QueueName);
        return describe?.Invoke(builder) ?? builder;
    }
}
