namespace Pulse;

/// <summary>Chooses the one subscription that gets a message.</summary>
internal sealed class Dispatcher
{
    private readonly Dictionary<string, Subscription[]> _byExchange;

    public Dispatcher(IEnumerable<Subscription> subscriptions) =>
        _byExchange = subscriptions
            .GroupBy(subscription => subscription.ExchangeName, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>
    /// With one subscription on the exchange, that one: the broker has matched already, perhaps by a key
    /// that does not travel (BCC). With several, the first that the routing key or a CC key matches.
    /// </summary>
    public Subscription? Choose(AmqpDelivery message)
    {
        if (!_byExchange.TryGetValue(message.Exchange, out var subscriptions))
            return null;
        if (subscriptions is [var only])
            return only;

        var carbonCopies = message.Properties.CarbonCopies;
        foreach (var subscription in subscriptions)
        {
            if (RoutingKeyPattern.Matches(subscription.RoutingKey, message.RoutingKey))
                return subscription;
            foreach (var key in carbonCopies)
            {
                if (RoutingKeyPattern.Matches(subscription.RoutingKey, key))
                    return subscription;
            }
        }

        return null;
    }
}
