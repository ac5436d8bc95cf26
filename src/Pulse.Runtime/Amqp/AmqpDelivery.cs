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
    /// The message's place in its stream, as the header tells; <see langword="null"/> where there is none. On a message that
    /// came again the header is a publisher's own, since streams do not mark deliveries so; on others it may be one
    /// (<see cref="StreamCheck"/>).
    /// </summary>
    public long? StreamOffset { get; init; } =
        !Redelivered && Properties.Headers.TryGetValue(OffsetHeader, out var offset) ? offset as long? : null;
}
