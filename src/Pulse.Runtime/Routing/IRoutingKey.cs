namespace Pulse;

/// <summary>
/// A routing key to publish a message under, and with it the exchange and the type of its messages. Generated keys
/// implement this interface, and so can classes of your own.
/// </summary>
/// <typeparam name="TPayload">The type of the exchange's messages.</typeparam>
public interface IRoutingKey<TPayload>
{
    /// <summary>The exchange's name in its reference, such as <c>exchange/taskcluster-queue/v1/task-defined</c>.</summary>
    string ExchangeName { get; }

    /// <summary>The routing key: words joined by dots, at most 255 bytes of UTF-8.</summary>
    /// <exception cref="InvalidOperationException">The key is over 255 bytes of UTF-8.</exception>
    string RoutingKey { get; }

    /// <summary>Returns a message's body.</summary>
    /// <param name="payload">The payload.</param>
    /// <returns>JSON in UTF-8.</returns>
    byte[] WritePayload(TPayload payload);

    /// <summary>Checks a payload against the schema of the exchange's messages. By default nothing is checked.</summary>
    /// <param name="payload">The payload.</param>
    /// <exception cref="InvalidPayloadException">The payload does not fit its schema.</exception>
    void ValidatePayload(TPayload payload) { }
}
