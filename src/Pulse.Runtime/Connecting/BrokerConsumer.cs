using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pulse;

/// <summary>
/// One <c>basic.consume</c>: copies what arrives out of the client's callbacks, whose memory is only
/// valid in them, and hands it on. Nothing here waits, so the client's dispatcher stays free.
/// </summary>
internal sealed class BrokerConsumer(
    string queue,
    BrokerChannel channel,
    Action<ReceivedMessage> onMessage,
    Action onCancelledByBroker
) : IAsyncBasicConsumer
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A name of our own lets it be cancelled whatever became of the request.
    public string Tag { get; } = $"pulse-{Guid.NewGuid():N}";

    /// <summary>
    /// Ends when the last message has been handed on: after our cancelling, the broker's, or the channel's end.
    /// </summary>
    public Task Ended => _ended.Task;

    IChannel? IAsyncBasicConsumer.Channel => null;

    public Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default
    )
    {
        channel.Delivered();
        onMessage(
            new ReceivedMessage(
                queue,
                channel,
                exchange,
                routingKey,
                deliveryTag,
                redelivered,
                MessagePropertiesReader.Read(properties),
                body.ToArray()
            )
        );
        return Task.CompletedTask;
    }

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        _ended.TrySetResult();
        onCancelledByBroker();
        return Task.CompletedTask;
    }

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        _ended.TrySetResult();
        return Task.CompletedTask;
    }

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        Task.CompletedTask;

    public Task HandleChannelShutdownAsync(object sender, ShutdownEventArgs reason)
    {
        _ended.TrySetResult();
        return Task.CompletedTask;
    }
}
