namespace Pulse;

/// <summary>A message's body could not be read into the payload of its exchange.</summary>
/// <param name="exchange">The exchange that the message came from.</param>
/// <param name="routingKey">The key that it was published under.</param>
/// <param name="message">What could not be read, and why.</param>
/// <param name="innerException">
/// The cause: a <see cref="System.Text.Json.JsonException"/>, or whatever your own binding threw.
/// </param>
public sealed class UndecodableMessageException(
    string exchange,
    string routingKey,
    string message,
    Exception? innerException = null
) : PulseException(message, innerException)
{
    /// <summary>The exchange that the message came from, by its name at the broker.</summary>
    public string Exchange { get; } = exchange;

    /// <summary>The routing key that the message was published under.</summary>
    public string RoutingKey { get; } = routingKey;
}
