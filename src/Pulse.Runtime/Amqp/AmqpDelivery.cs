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
);
