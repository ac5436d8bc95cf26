namespace Pulse;

/// <summary>Why the broker refused a message.</summary>
public enum PublishRefusal
{
    /// <summary>
    /// A queue could not take it (<c>basic.nack</c>): it is full and rejects what is published, or its node is in trouble.
    /// Other queues may have got the message.
    /// </summary>
    Nacked,

    /// <summary>No queue is bound that would get it (<c>basic.return</c>), and it was published as mandatory.</summary>
    Returned,

    /// <summary>The exchange does not exist (the broker's 404).</summary>
    ExchangeNotFound,

    /// <summary>The user may not publish to the exchange, or not under this key (the broker's 403).</summary>
    AccessRefused,

    /// <summary>
    /// The broker does not accept the message itself, for example because it is too large or a header is malformed (its
    /// 406), or it cannot be sent over this connection.
    /// </summary>
    Invalid,
}
