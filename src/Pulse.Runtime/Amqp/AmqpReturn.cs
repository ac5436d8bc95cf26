namespace Pulse;

/// <summary>A mandatory message that no queue got (<c>basic.return</c>).</summary>
internal readonly record struct AmqpReturn(
    string Exchange,
    string RoutingKey,
    string? MessageId,
    ushort ReplyCode,
    string ReplyText
);
