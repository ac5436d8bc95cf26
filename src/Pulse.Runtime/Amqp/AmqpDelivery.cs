namespace Pulse;

/// <summary>A message as the broker delivered it (<c>basic.deliver</c>); the body is our own copy.</summary>
internal sealed record AmqpDelivery(
    string Queue,
    string Exchange,
    string RoutingKey,
    ulong Tag,
    bool Redelivered,
    MessageProperties Properties,
    ReadOnlyMemory<byte> Body
)
{
    // RabbitMQ adds it to each delivery of a stream, and that alone tells one that was there before or made by default.
    private const string OffsetHeader = "x-stream-offset";

    /// <summary>
    /// The message's place in its stream; <see langword="null"/> where the queue is none. A header of that name on a
    /// message that came again is a publisher's own: streams do not mark deliveries so.
    /// </summary>
    public long? StreamOffset { get; } =
        !Redelivered && Properties.Headers.TryGetValue(OffsetHeader, out var offset) ? offset as long? : null;
}
