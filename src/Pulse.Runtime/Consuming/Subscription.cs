namespace Pulse;

/// <summary>One <c>On</c>: a binding, as it was then, and the handler of what it brings.</summary>
internal abstract record Subscription(string ExchangeName, string RoutingKey)
{
    /// <exception cref="System.Text.Json.JsonException">
    /// The body cannot be read (a binding of the user's own may throw anything).
    /// </exception>
    public abstract Delivery Read(ReceivedMessage message, Settle settle);

    public abstract Task HandleAsync(Delivery delivery, CancellationToken cancellationToken);
}

internal sealed record Subscription<TRouting, TPayload>(
    string ExchangeName,
    string RoutingKey,
    IBinding<TRouting, TPayload> Binding,
    Func<Delivery<TRouting, TPayload>, CancellationToken, Task> Handler
) : Subscription(ExchangeName, RoutingKey)
{
    public override Delivery Read(ReceivedMessage message, Settle settle) =>
        new Delivery<TRouting, TPayload>(message, settle, Binding, Binding.ReadPayload(message.Body.Span));

    public override Task HandleAsync(Delivery delivery, CancellationToken cancellationToken) =>
        Handler((Delivery<TRouting, TPayload>)delivery, cancellationToken);
}
