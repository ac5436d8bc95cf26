using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pulse;

/// <summary>
/// The client's end of one <c>basic.consume</c>. It copies deliveries out of the client's callbacks, whose memory is
/// only valid in them, and passes them on. Nothing here waits, so the client's dispatcher is always free.
/// </summary>
internal sealed class AmqpConsumer(string queue, ChannelWriter<AmqpDelivery> deliveries) : IAsyncBasicConsumer
{
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The queue's full name.</summary>
    public string Queue => queue;

    // A name of our own lets it be cancelled whatever became of the request.
    public string Tag { get; } = $"pulse-{Guid.NewGuid():N}";

    /// <summary>
    /// Completes when the last delivery has been received: with <see langword="true"/> when the broker cancelled the
    /// consumer, with <see langword="false"/> when we did or the channel ended.
    /// </summary>
    public Task<bool> Ended => _ended.Task;

    IChannel? IAsyncBasicConsumer.Channel => null;

    /// <summary>Ends the consumer where the client will not: its channel is lost.</summary>
    public void Discard() => End(isCancelledByBroker: false);

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
        deliveries.TryWrite(
            new AmqpDelivery(
                queue,
                exchange,
                routingKey,
                deliveryTag,
                redelivered,
                MessagePropertiesMapper.Map(properties),
                body.ToArray()
            )
        );
        return Task.CompletedTask;
    }

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        End(isCancelledByBroker: true);

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        End(isCancelledByBroker: false);

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        Task.CompletedTask;

    public Task HandleChannelShutdownAsync(object sender, ShutdownEventArgs reason) => End(isCancelledByBroker: false);

    private Task End(bool isCancelledByBroker)
    {
        _ended.TrySetResult(isCancelledByBroker);
        return Task.CompletedTask;
    }
}
