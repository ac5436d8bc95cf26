namespace Pulse;

/// <summary>
/// A binding of a queue: an exchange, a routing-key pattern, and the code that reads the payloads from that
/// exchange. Generated bindings implement this interface, and so can classes of your own.
/// </summary>
public interface IBinding
{
    /// <summary>The exchange's name in its reference, such as <c>exchange/taskcluster-queue/v1/task-defined</c>.</summary>
    string ExchangeName { get; }

    /// <summary>
    /// The routing-key pattern of the binding: words joined by dots, <c>*</c> for one word and
    /// <c>#</c> for zero or more (AMQP 0-9-1, section 3.1.3.3). At most 255 bytes of UTF-8.
    /// </summary>
    string RoutingKey { get; }

    /// <summary>Reads a message's body.</summary>
    /// <param name="json">The body: UTF-8 JSON.</param>
    /// <returns>The payload, of the type that belongs to this exchange.</returns>
    /// <exception cref="System.Text.Json.JsonException">The body is not JSON, or does not fit the type.</exception>
    object? ReadPayload(ReadOnlySpan<byte> json);
}

/// <summary>A binding that knows the types of its routing keys and payloads.</summary>
/// <typeparam name="TRouting">The type that a delivered routing key is parsed into.</typeparam>
/// <typeparam name="TPayload">The type that a message's body is read into.</typeparam>
public interface IBinding<out TRouting, out TPayload> : IBinding
{
    /// <summary>Reads a message's body.</summary>
    /// <param name="json">The body: UTF-8 JSON.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="System.Text.Json.JsonException">The body is not JSON, or does not fit the type.</exception>
    new TPayload ReadPayload(ReadOnlySpan<byte> json);

    /// <summary>Parses a delivered routing key.</summary>
    /// <param name="routingKey">The key as it arrived, without wildcards.</param>
    /// <returns>The key's words.</returns>
    /// <exception cref="FormatException">The key has too few or too many words.</exception>
    TRouting ReadRouting(string routingKey);

    object? IBinding.ReadPayload(ReadOnlySpan<byte> json) => ReadPayload(json);
}
