using RabbitMQ.Client;

namespace Pulse.Runtime.Benchmarks;

/// <summary>An exchange and queues that are filled before they are measured.</summary>
internal sealed class Backlog : IAsyncDisposable
{
    public const string Exchange = "exchange/guest/benchmark";

    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private Backlog(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    /// <summary>A connection of ours, for which every exchange is this one.</summary>
    public static PulseConnection Connect(string url) =>
        new(
            new PulseOptions
            {
                User = "guest",
                Password = "guest",
                Url = url,
                MapExchange = _ => Exchange,
            }
        );

    public static async Task<Backlog> OpenAsync(string url)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true);
        return new Backlog(connection, channel);
    }

    /// <summary>Fills the queue <c>queue/guest/</c> and its name with so many messages.</summary>
    public async Task FillAsync(string queue, int count, byte[] body)
    {
        var name = $"queue/guest/{queue}";
        await _channel.QueueDeleteAsync(name);
        await _channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false);
        await _channel.QueueBindAsync(name, Exchange, "#");
        for (var number = 0; number < count; number++)
            await _channel.BasicPublishAsync(Exchange, Sample.Key.RoutingKey, body);
        while (await _channel.MessageCountAsync(name) < count)
            await Task.Delay(10);
        await _channel.QueueUnbindAsync(name, Exchange, "#");
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
