using RabbitMQ.Client;

namespace Pulse;

/// <summary>A message as it is sent (<c>basic.publish</c>).</summary>
/// <param name="exchange">The exchange's name at the broker.</param>
/// <param name="routingKey">The routing key.</param>
/// <param name="mandatory">Whether it must reach a queue.</param>
/// <param name="properties">The properties, with a message id.</param>
/// <param name="body">The body, which does not change.</param>
/// <exception cref="ArgumentException">A header cannot be sent.</exception>
internal sealed class AmqpMessage(
    string exchange,
    string routingKey,
    bool mandatory,
    MessageProperties properties,
    ReadOnlyMemory<byte> body
)
{
    public string Exchange => exchange;

    public string RoutingKey => routingKey;

    public bool Mandatory => mandatory;

    public string MessageId => properties.MessageId!;

    /// <summary>The properties as the client sends them.</summary>
    public BasicProperties Properties { get; } = MessagePropertiesMapper.MapBack(properties);

    public ReadOnlyMemory<byte> Body => body;
}
