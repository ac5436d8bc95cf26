namespace Pulse;

/// <summary>An exchange and the keys under which a message was published to it.</summary>
/// <param name="Exchange">The exchange's name at the broker; empty for the default exchange.</param>
/// <param name="RoutingKey">The routing key.</param>
/// <param name="CarbonCopies">The further keys (<c>CC</c>).</param>
internal readonly record struct RoutedAs(string Exchange, string RoutingKey, IReadOnlyList<string> CarbonCopies)
{
    /// <summary>As the broker delivered it.</summary>
    public static RoutedAs Delivered(AmqpDelivery message) =>
        new(message.Exchange, message.RoutingKey, message.Properties.CarbonCopies);

    /// <summary>
    /// As it was before it was first dead-lettered, as RabbitMQ remembers it in the headers
    /// <c>x-first-death-exchange</c> and <c>x-death</c>; none for a message that never was.
    /// </summary>
    public static RoutedAs? BeforeFirstDeath(AmqpDelivery message)
    {
        var headers = message.Properties.Headers;
        if (
            headers.Count == 0
            || !headers.TryGetValue("x-first-death-exchange", out var exchange)
            || exchange is not string name
            || !headers.TryGetValue("x-death", out var deaths)
            || deaths is not IReadOnlyList<object?> events
        )
        {
            return null;
        }

        // There is one entry for each queue and reason; the latest death comes first.
        headers.TryGetValue("x-first-death-queue", out var queue);
        headers.TryGetValue("x-first-death-reason", out var reason);
        for (var at = events.Count - 1; at >= 0; at--)
        {
            if (
                events[at] is IReadOnlyDictionary<string, object?> death
                && IsSame(death, "queue", queue)
                && IsSame(death, "reason", reason)
                && death.TryGetValue("routing-keys", out var keys)
                && keys is IReadOnlyList<object?> { Count: > 0 } list
                && list[0] is string routingKey
            )
            {
                return new(name, routingKey, [.. list.Skip(1).OfType<string>()]);
            }
        }

        return null;
    }

    public bool IsMatchedBy(Subscription subscription)
    {
        if (RoutingKeyPattern.Matches(subscription.RoutingKey, RoutingKey))
            return true;
        foreach (var key in CarbonCopies)
        {
            if (RoutingKeyPattern.Matches(subscription.RoutingKey, key))
                return true;
        }

        return false;
    }

    private static bool IsSame(IReadOnlyDictionary<string, object?> death, string name, object? value) =>
        death.TryGetValue(name, out var own) && Equals(own, value);
}
