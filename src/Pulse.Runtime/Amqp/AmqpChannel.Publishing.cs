using RabbitMQ.Client;

namespace Pulse;

// What publishers need. A channel with confirms has them from the start; the numbers are the caller's (the first message of a
// channel is 1), since the client's own tracking adds a header to each message and does not survive a cancelled publish.
internal sealed partial class AmqpChannel
{
    // A frame of a content header: its own eight bytes, and class, weight and body size (AMQP 0-9-1, 4.2.3 and 4.2.6.1).
    private const int HeaderFrameOverhead = 8 + 14;

    // The client adds traceparent and tracestate (W3C Trace Context, 3.3.1.5) where something listens to its own traces.
    private const int RoomForTrace = 700;

    /// <summary>Listens to what the broker says of messages; on the client's reading thread, so listeners return at once.</summary>
    /// <param name="confirmed">A number, whether all before it are meant, too, and whether the broker has taken them.</param>
    /// <param name="returned">A mandatory message that no queue got; it is confirmed all the same, afterwards.</param>
    public void Listen(Action<ulong, bool, bool> confirmed, Action<AmqpReturn> returned)
    {
        _channel.BasicAcksAsync += (_, ack) =>
        {
            confirmed(ack.DeliveryTag, ack.Multiple, true);
            return Task.CompletedTask;
        };
        _channel.BasicNacksAsync += (_, nack) =>
        {
            confirmed(nack.DeliveryTag, nack.Multiple, false);
            return Task.CompletedTask;
        };
        _channel.BasicReturnAsync += (_, back) =>
        {
            returned(
                new(back.Exchange, back.RoutingKey, back.BasicProperties.MessageId, back.ReplyCode, back.ReplyText)
            );
            return Task.CompletedTask;
        };
    }

    /// <summary>Whether the message's properties fit into a frame; a longer one would end the connection.</summary>
    public bool CanCarry(AmqpMessage message) =>
        Connection.MaxFrameSize == 0
        || ((IAmqpWriteable)message.Properties).GetRequiredBufferSize() + HeaderFrameOverhead + RoomForTrace
            <= Connection.MaxFrameSize;

    /// <summary>
    /// Sends a message; one at a time. While the broker does not read, it waits. If the connection is lost then, it may never
    /// return, so nothing must wait for it.
    /// </summary>
    /// <returns>Whether the channel is open, so that the broker answers.</returns>
    /// <exception cref="Exception">The message cannot be sent; nothing of it was.</exception>
    public async ValueTask<bool> PublishAsync(AmqpMessage message)
    {
        try
        {
            if (!IsOpen)
                return false;
            await _channel
                .BasicPublishAsync(
                    message.Exchange,
                    message.RoutingKey,
                    message.Mandatory,
                    message.Properties,
                    message.Body
                )
                .ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (IsAboutTheEnd(exception))
        {
            return false;
        }
    }
}
