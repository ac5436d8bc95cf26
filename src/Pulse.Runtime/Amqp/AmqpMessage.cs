using RabbitMQ.Client;

namespace Pulse;

/// <summary>A message as it is sent (<c>basic.publish</c>).</summary>
internal sealed class AmqpMessage(
    string exchange,
    string routingKey,
    bool mandatory,
    BasicProperties properties,
    ReadOnlyMemory<byte> body
)
{
    public string Exchange => exchange;

    public string RoutingKey => routingKey;

    public bool Mandatory => mandatory;

    public BasicProperties Properties => properties;

    public ReadOnlyMemory<byte> Body => body;

    public string MessageId => properties.MessageId!;
}
