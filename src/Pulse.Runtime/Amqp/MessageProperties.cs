namespace Pulse;

/// <summary>
/// The properties of a message, besides its routing key and body: those of AMQP's content class <c>basic</c>
/// (AMQP 0-9-1 reference, 1.8). A property that the publisher left out is
/// <see langword="null"/>.
/// </summary>
public sealed class MessageProperties
{
    internal static readonly IReadOnlyDictionary<string, object?> NoHeaders = new Dictionary<string, object?>();

    internal static readonly MessageProperties Empty = new();

    /// <summary>The body's MIME type, such as <c>application/json</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body's encoding, such as <c>gzip</c>. Payloads are read from the decompressed body.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>The publisher's identifier of the message.</summary>
    public string? MessageId { get; init; }

    /// <summary>The identifier of the request that this message answers.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>When the message was made, to the second.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The publishing application.</summary>
    public string? AppId { get; init; }

    /// <summary>The message's type, in the publisher's own terms.</summary>
    public string? Type { get; init; }

    /// <summary>The publishing user; where it is set, RabbitMQ has checked it.</summary>
    public string? UserId { get; init; }

    /// <summary>The priority, 0 to 9; <see langword="null"/> where the publisher set none or 0.</summary>
    public byte? Priority { get; init; }

    /// <summary>How long the message may wait in a queue: milliseconds, as a string.</summary>
    public string? Expiration { get; init; }

    /// <summary>The address to send an answer to.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Whether the message survives the broker's restart in a durable queue (delivery mode 2).</summary>
    public bool Persistent { get; init; }

    /// <summary>
    /// The headers. Strings are <see cref="string"/> (bytes that are not UTF-8 stay a <see cref="byte"/> array),
    /// times <see cref="DateTimeOffset"/>, lists <see cref="IReadOnlyList{T}"/> and tables
    /// <see cref="IReadOnlyDictionary{TKey,TValue}"/> of the same. Names are case-sensitive.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Headers { get; init; } = NoHeaders;

    /// <summary>
    /// The further routing keys that the message was published under (RabbitMQ's sender-selected
    /// distribution: the header <c>CC</c>). A malformed entry routes nothing, so it is left out.
    /// </summary>
    internal IReadOnlyList<string> CarbonCopies =>
        Headers.Count > 0 && Headers.TryGetValue("CC", out var header) && header is IReadOnlyList<object?> entries
            ? [.. entries.OfType<string>()]
            : [];
}
