namespace Pulse;

/// <summary>The arguments of queues and consumers that are known here (RabbitMQ's extensions of AMQP).</summary>
internal static class QueueArgument
{
    public const string Type = "x-queue-type";
    public const string Quorum = "quorum";
    public const string Stream = "stream";
    public const string DeliveryLimit = "x-delivery-limit";
    public const string SingleActiveConsumer = "x-single-active-consumer";
    public const string MaxLength = "x-max-length";
    public const string MessageTimeToLive = "x-message-ttl";
    public const string Expires = "x-expires";
    public const string DeadLetterExchange = "x-dead-letter-exchange";
    public const string ConsumerPriority = "x-priority";
    public const string StreamOffset = "x-stream-offset";

    /// <summary>How a builder asks for it.</summary>
    public static string CallOf(string name)
    {
        var byName = $"Argument(\"{name}\", ...)";
        var method = name switch
        {
            DeliveryLimit => "Quorum(deliveryLimit)",
            SingleActiveConsumer => "SingleActiveConsumer()",
            MaxLength => "MaxLength(...)",
            MessageTimeToLive => "MessageTimeToLive(...)",
            Expires => "Expires(...)",
            DeadLetterExchange => "DeadLetter(...)",
            _ => null,
        };
        return method is null ? byName : $"{method} or {byName}";
    }

    /// <summary>Whether an administrator can give it to a queue that exists, by a policy.</summary>
    public static bool CanBePolicy(string name) =>
        name
            is DeliveryLimit
                or MaxLength
                or "x-max-length-bytes"
                or "x-overflow"
                or MessageTimeToLive
                or Expires
                or DeadLetterExchange
                or "x-dead-letter-routing-key"
                or "x-dead-letter-strategy";
}
