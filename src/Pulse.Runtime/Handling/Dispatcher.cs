namespace Pulse;

/// <summary>
/// Chooses the one subscription that gets a message: the first, in order, that matches. The broker does not say which
/// binding brought a message, and <c>basic.deliver</c> carries the exchange that it was published to, which need not be
/// one that the queue is bound to.
/// </summary>
internal sealed class Dispatcher
{
    private readonly Subscription[] _all;
    private readonly Dictionary<string, Subscription[]> _byExchange;

    public Dispatcher(IEnumerable<Subscription> subscriptions)
    {
        _all = [.. subscriptions];
        _byExchange = _all.GroupBy(subscription => subscription.ExchangeName, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    public Match? Choose(AmqpDelivery message)
    {
        // Where a subscription names the delivered exchange, its key decides among those, and nothing else does: a binding
        // that an earlier version of the application left must not run another binding's handler.
        var delivered = RoutedAs.Delivered(message);
        if (_byExchange.TryGetValue(delivered.Exchange, out var named))
            return First(named, delivered, isCertain: true);

        // A detour over a dead-letter exchange: as it was published in the first place.
        var routed = RoutedAs.BeforeFirstDeath(message) ?? delivered;
        if (_byExchange.TryGetValue(routed.Exchange, out named))
            return First(named, routed, isCertain: true);

        // Published to an exchange that is bound to one of ours, or has one of ours as its alternate: by key.
        if (routed.Exchange.Length > 0)
            return First(_all, routed, isCertain: false);

        // Put straight into the queue, by hand or by a shovel.
        return _all is [var only] ? new Match(only, routed.RoutingKey, IsCertain: false) : null;
    }

    private static Match? First(Subscription[] subscriptions, RoutedAs routed, bool isCertain)
    {
        foreach (var subscription in subscriptions)
        {
            if (routed.IsMatchedBy(subscription))
                return new Match(subscription, routed.RoutingKey, isCertain);
        }

        return null;
    }

    /// <param name="Subscription">The subscription.</param>
    /// <param name="RoutingKey">The key that the message's routing is parsed from.</param>
    /// <param name="IsCertain">
    /// Whether the subscription names the message's exchange. Where it does not, a body that it cannot read may be of
    /// another kind.
    /// </param>
    public readonly record struct Match(Subscription Subscription, string RoutingKey, bool IsCertain);
}
