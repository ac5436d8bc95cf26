namespace Pulse;

/// <summary>A message was not published, or may not have been.</summary>
public abstract class PublishException : PulseException
{
    private protected PublishException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>The exchange that the message was published to, by its name at the broker.</summary>
    public required string ExchangeName { get; init; }

    /// <summary>The routing key that it was published under.</summary>
    public required string RoutingKey { get; init; }

    /// <summary>
    /// The message's id. Publish the message again under the same id (<see cref="PublishOptions.MessageId"/>), and consumers can
    /// recognize the copy.
    /// </summary>
    public required string MessageId { get; init; }

    /// <summary>
    /// Whether consumers may get the message all the same: <see langword="false"/> where it certainly reached no queue. A
    /// message that was refused may arrive if it was sent before, on a connection that was lost.
    /// </summary>
    public required bool MayStillArrive { get; init; }

    private protected override bool SaysAll => true;
}
