namespace Pulse;

/// <summary>The exchanges of a publisher: their names at the broker, and whether it declares them.</summary>
internal sealed class PublishedExchanges(string user, PublisherOptions options, PulseOptions connectionOptions)
{
    private const string Root = "exchange/";

    private readonly string _own = $"{Root}{user}/";

    /// <summary>The exchange's name at the broker.</summary>
    /// <param name="name">Its name in the reference.</param>
    /// <exception cref="ArgumentException">The name is over 255 bytes of UTF-8.</exception>
    /// <exception cref="InvalidOperationException"><see cref="PulseOptions.MapExchange"/> returned no valid name.</exception>
    public string NameOf(string name)
    {
        if (name.Length == 0)
            return name; // The default exchange, which is everywhere.
        if (options.OwnNamespace)
            name = InOwnNamespace(name);
        ShortString.Check(name, "An exchange name", "exchange");
        return connectionOptions.ExchangeNameOf(name);
    }

    /// <exception cref="PulseException">An exchange does not exist, is another one, or may not be declared.</exception>
    public async Task DeclareAsync(
        AmqpConnection connection,
        IEnumerable<PulseExchange> exchanges,
        CancellationToken cancellationToken
    )
    {
        foreach (var name in exchanges.Select(exchange => NameOf(exchange.Name)).Distinct())
        {
            // A refusal closes its channel.
            var channel = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
                await DeclareAsync(channel, name, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DeclareAsync(AmqpChannel channel, string name, CancellationToken cancellationToken)
    {
        if (options.DeclareAnyExchange || name.StartsWith(_own, StringComparison.Ordinal))
        {
            await channel.DeclareExchangeAsync(name, cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await channel.CheckExchangeAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (AccessRefusedException)
        {
            // RabbitMQ 4.2.6 and 4.3.0 want 'configure' even for a passive declare, so this is no answer; publishing tells.
        }
    }

    // exchange/build/v1/finished becomes exchange/<user>/v1/finished.
    private string InOwnNamespace(string name)
    {
        if (name.StartsWith(_own, StringComparison.Ordinal))
            return name;
        if (!name.StartsWith(Root, StringComparison.Ordinal))
            return _own + name;
        var end = name.IndexOf('/', Root.Length);
        return _own + name[(end < 0 ? Root.Length : end + 1)..];
    }
}
