namespace Pulse;

/// <summary>One <c>On</c>: a binding, as it was then, and the handler for the messages that it brings.</summary>
internal abstract record Subscription(string ExchangeName, string RoutingKey)
{
    /// <summary>Reads a message into the run of the handler.</summary>
    /// <param name="message">The message.</param>
    /// <param name="routingKey">The key that its routing is parsed from.</param>
    /// <param name="json">Its body, as it is read.</param>
    /// <param name="acknowledger">Settles it.</param>
    /// <param name="rules">The queue's rules.</param>
    /// <exception cref="System.Text.Json.JsonException">
    /// The body cannot be read (a user's own binding may throw anything).
    /// </exception>
    public abstract DeliveryRun Read(
        AmqpDelivery message,
        string routingKey,
        ReadOnlySpan<byte> json,
        Acknowledger acknowledger,
        HandlerRules rules
    );
}

internal sealed record Subscription<TRouting, TPayload>(
    string ExchangeName,
    string RoutingKey,
    IBinding<TRouting, TPayload> Binding,
    Func<Delivery<TRouting, TPayload>, CancellationToken, Task> Handler,
    Func<Delivery<TRouting, TPayload>, object?>? OrderBy
) : Subscription(ExchangeName, RoutingKey)
{
    public override DeliveryRun Read(
        AmqpDelivery message,
        string routingKey,
        ReadOnlySpan<byte> json,
        Acknowledger acknowledger,
        HandlerRules rules
    ) =>
        new HandlerRun<Delivery<TRouting, TPayload>>(
            new Delivery<TRouting, TPayload>(message, acknowledger, Binding, routingKey, Binding.ReadPayload(json)),
            Handler,
            OrderBy,
            rules
        );
}
