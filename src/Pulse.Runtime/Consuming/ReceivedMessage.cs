namespace Pulse;

/// <summary>A message as the broker delivered it; the body is our own copy.</summary>
internal sealed record ReceivedMessage(
    string Queue,
    BrokerChannel Channel,
    string Exchange,
    string RoutingKey,
    ulong DeliveryTag,
    bool Redelivered,
    MessageProperties Properties,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>
    /// Tells the broker what became of it, on the channel that brought it. Once that channel is gone it does
    /// nothing: the broker has taken its messages back already.
    /// </summary>
    public ValueTask SettleAsync(Settlement settlement) => Channel.SettleAsync(DeliveryTag, settlement);
}

/// <summary>Tells the broker what became of a delivery.</summary>
internal delegate ValueTask Settle(Delivery delivery, Settlement settlement);
