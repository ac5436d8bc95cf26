namespace Pulse;

/// <summary>
/// The properties of a message that is published, besides its key and payload (AMQP 0-9-1 reference, 1.8), and how it is
/// published.
/// </summary>
public sealed record PublishOptions
{
    internal static readonly PublishOptions Default = new();

    private static readonly TimeSpan LongestExpiration = TimeSpan.FromMilliseconds(uint.MaxValue);

    /// <summary>
    /// Custom routes, such as <c>index.gecko.v2.latest</c>: the message is also routed by <c>route.&lt;route&gt;</c>, which the
    /// header <c>CC</c> carries (RabbitMQ's sender-selected distribution). Consumers bind to them with <c>Route(...)</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A route is empty, has a wildcard, or is over 255 bytes with its prefix.</exception>
    public IReadOnlyList<string> Routes
    {
        get;
        init => field = PublishedRoutes.Check(value, nameof(Routes));
    } = [];

    /// <summary>
    /// Whether the message must reach a queue: if none is bound that gets it, publishing fails with
    /// <see cref="PublishRefusal.Returned"/>. By default a message that nobody waits for is dropped by the broker.
    /// </summary>
    public bool Mandatory { get; init; }

    /// <summary>How long this message may take; by default <see cref="PublisherOptions.Deadline"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 millisecond, or over 24 days.</exception>
    public TimeSpan? Deadline
    {
        get;
        init => field = value is { } deadline ? PublisherOptions.CheckDeadline(deadline, nameof(Deadline)) : null;
    }

    /// <summary>
    /// The message's id; by default a new one. It stays the same when the message is sent again after a lost connection, so
    /// that consumers can recognize the copy.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty, or over 255 bytes of UTF-8.</exception>
    public string? MessageId
    {
        get;
        init =>
            field = value is ""
                ? throw new ArgumentException(
                    "A message's id cannot be empty; leave it out for a new one.",
                    nameof(MessageId)
                )
                : ShortString.CheckOptional(value, "A message's id", nameof(MessageId));
    }

    /// <summary>When the message was made; sent in whole seconds. By default now.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The body's MIME type; by default <c>application/json</c>, and <see langword="null"/> sends none.</summary>
    /// <exception cref="ArgumentException">The value is over 255 bytes of UTF-8.</exception>
    public string? ContentType
    {
        get;
        init => field = ShortString.CheckOptional(value, "A content type", nameof(ContentType));
    } = "application/json";

    /// <summary>
    /// The body's encoding; by default <c>utf-8</c>, and <see langword="null"/> sends none. To publish a compressed body, pass it
    /// as bytes and set this to <c>gzip</c>, <c>deflate</c> or <c>br</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The value is over 255 bytes of UTF-8.</exception>
    public string? ContentEncoding
    {
        get;
        init => field = ShortString.CheckOptional(value, "A content encoding", nameof(ContentEncoding));
    } = "utf-8";

    /// <summary>Whether the message survives the broker's restart in a durable queue (delivery mode 2). By default it does.</summary>
    public bool Persistent { get; init; } = true;

    /// <summary>The publishing application; by default <see cref="PublisherOptions.AppId"/>.</summary>
    /// <exception cref="ArgumentException">The value is over 255 bytes of UTF-8.</exception>
    public string? AppId
    {
        get;
        init => field = ShortString.CheckOptional(value, "An application's id", nameof(AppId));
    }

    /// <summary>The message's type, in your own terms.</summary>
    /// <exception cref="ArgumentException">The value is over 255 bytes of UTF-8.</exception>
    public string? Type
    {
        get;
        init => field = ShortString.CheckOptional(value, "A message's type", nameof(Type));
    }

    /// <summary>The id of the request that this message answers.</summary>
    /// <exception cref="ArgumentException">The value is over 255 bytes of UTF-8.</exception>
    public string? CorrelationId
    {
        get;
        init => field = ShortString.CheckOptional(value, "A correlation id", nameof(CorrelationId));
    }

    /// <summary>The address to send an answer to.</summary>
    /// <exception cref="ArgumentException">The value is over 255 bytes of UTF-8.</exception>
    public string? ReplyTo
    {
        get;
        init => field = ShortString.CheckOptional(value, "A reply address", nameof(ReplyTo));
    }

    /// <summary>
    /// How long the message may wait in a queue before it is dropped or dead-lettered, in whole milliseconds. By default
    /// the queues decide.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or over 49 days.</exception>
    public TimeSpan? Expiration
    {
        get;
        init =>
            field =
                value is null || (value >= TimeSpan.Zero && value <= LongestExpiration)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Expiration),
                        value,
                        "An expiration must be from zero to 49 days."
                    );
    }

    /// <summary>The priority in queues that have priorities (<c>x-max-priority</c>): the higher, the sooner.</summary>
    public byte? Priority { get; init; }

    /// <summary>
    /// Further headers. Values are strings, numbers, booleans, <see langword="null"/>, byte arrays, <see cref="DateTimeOffset"/>
    /// (sent in whole seconds), lists and string-keyed dictionaries of these.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyDictionary<string, object?> Headers
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Headers));
    } = MessageProperties.NoHeaders;

    /// <summary>
    /// The properties of a message that was received, to publish it again: all but its user id, which RabbitMQ accepts from
    /// nobody but that user. Its routes are in the header <c>CC</c>.
    /// </summary>
    /// <param name="properties">The properties of the received message.</param>
    /// <returns>Options with the same properties.</returns>
    public static PublishOptions Of(MessageProperties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return new()
        {
            MessageId = string.IsNullOrEmpty(properties.MessageId) ? null : properties.MessageId,
            Timestamp = properties.Timestamp,
            ContentType = properties.ContentType,
            ContentEncoding = properties.ContentEncoding,
            Persistent = properties.Persistent,
            AppId = properties.AppId,
            Type = properties.Type,
            CorrelationId = properties.CorrelationId,
            ReplyTo = properties.ReplyTo,
            Expiration = uint.TryParse(properties.Expiration, out var milliseconds)
                ? TimeSpan.FromMilliseconds(milliseconds)
                : null,
            Priority = properties.Priority,
            Headers = properties.Headers,
        };
    }
}
