namespace Pulse.Runtime.Tests.Publishing;

/// <summary>Makes an outbox and messages without a publisher.</summary>
internal static class Outboxes
{
    public static Outbox Create(TimeProvider time, int maxUnconfirmed)
    {
        var endpoint = new AmqpEndpoint("guest", "guest", [new AmqpHost("localhost", 5672)], "/", IsTls: false);
        var state = new ObservedState(new object(), new EventQueue(new LogLines()));
        return new Outbox(maxUnconfirmed, time, new PublishErrors(endpoint, state));
    }

    public static OutgoingMessage Message(Outbox outbox, string exchange, TimeSpan timeout, bool mandatory = false) =>
        outbox.Create(
            new AmqpMessage(
                exchange,
                "key",
                mandatory,
                new MessageProperties { MessageId = $"{Guid.NewGuid()}" },
                ReadOnlyMemory<byte>.Empty
            ),
            timeout
        );
}
