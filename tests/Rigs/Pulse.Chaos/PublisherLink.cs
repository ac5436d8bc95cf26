using System.Diagnostics;
using RabbitMQ.Client;

namespace Pulse.Chaos;

/// <summary>One connection of the publisher, of RabbitMQ.Client alone, until it is lost.</summary>
internal sealed class PublisherLink : IAsyncDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ConfirmPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly CancellationTokenSource _lost = new();
    private long _lostAt;

    private PublisherLink(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
        channel.ChannelShutdownAsync += (_, _) =>
        {
            Interlocked.CompareExchange(ref _lostAt, Stopwatch.GetTimestamp(), 0);
            return _lost.CancelAsync();
        };
    }

    public bool IsOpen => _channel.IsOpen && !_lost.IsCancellationRequested;

    /// <summary>When it was lost; 0 while it is not.</summary>
    public long LostAt => Interlocked.Read(ref _lostAt);

    public static async Task<PublisherLink> OpenAsync(string url)
    {
        var connecting = ConnectAsync(url);
        try
        {
            return await connecting.Within(ConnectPatience);
        }
        catch
        {
            _ = connecting.ContinueWith(
                static late => late.Result.DisposeAsync().AsTask().Observe(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default
            );
            throw;
        }
    }

    /// <summary>Publishes and waits until the broker has taken charge of it; throws if it does not, or cannot say.</summary>
    public Task PublishAsync(string exchange, Message message)
    {
        // No token goes in: the client's book of confirms does not survive one.
        var publishing = _channel.BasicPublishAsync(
            exchange,
            routingKey: "chaos",
            mandatory: true, // comes back while no queue is bound
            new BasicProperties { ContentType = "application/json", Persistent = true },
            message.ToJson()
        );
        return publishing.AsTask().Within(ConfirmPatience, _lost.Token);
    }

    public async Task DeclareExchangeAsync(string exchange)
    {
        await using var channel = await _connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, autoDelete: false);
    }

    public async Task DeleteQueueAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(queue);
    }

    /// <summary>Deletes a queue and declares one that is not durable in its place, before its consumers do.</summary>
    public async Task ReplaceByNonDurableAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(queue);
        await channel.QueueDeclareAsync(queue, durable: false, exclusive: false, autoDelete: false);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await EndAsync().Within(ClosePatience);
        }
        catch (Exception)
        {
            // Lost already, or frozen.
        }
    }

    // Aborting waits for the client's receive loop, which disposing alone would leave to fail unobserved.
    private async Task EndAsync()
    {
        await _connection.AbortAsync();
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static async Task<PublisherLink> ConnectAsync(string url)
    {
        using var deadline = new CancellationTokenSource(ConnectPatience);
        var connection = await new ConnectionFactory
        {
            Uri = new Uri(url),
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(1),
        }.CreateConnectionAsync("chaos publisher", deadline.Token);
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        return new PublisherLink(connection, channel);
    }
}
