using System.Text;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests;

/// <summary>Publishes the numbers from 0 in order, each until the broker has confirmed it.</summary>
internal sealed class ConfirmedPublisher : IAsyncDisposable
{
    private const int Batch = 200;

    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private ConfirmedPublisher(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public string Exchange { get; } = $"exchange/guest/{Guid.NewGuid():N}";

    public IChannel Channel => _channel;

    public static async Task<ConfirmedPublisher> OpenAsync(string url)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        var publisher = new ConfirmedPublisher(connection, channel);
        await channel.ExchangeDeclareAsync(publisher.Exchange, ExchangeType.Topic, durable: true);
        return publisher;
    }

    /// <param name="from">The first number.</param>
    /// <param name="count">How many.</param>
    /// <param name="keyOf">The routing key of a number.</param>
    public async Task PublishAsync(int from, int count, Func<int, string> keyOf)
    {
        foreach (var numbers in Enumerable.Range(from, count).Chunk(Batch))
            await Task.WhenAll(numbers.Select(number => PublishAsync(number, keyOf(number))));
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.ExchangeDeleteAsync(Exchange);
        await _connection.DisposeAsync();
    }

    private async Task PublishAsync(int number, string key) =>
        await _channel.BasicPublishAsync(
            Exchange,
            key,
            mandatory: true,
            new BasicProperties { Persistent = true },
            Encoding.UTF8.GetBytes($"{number}")
        );
}
