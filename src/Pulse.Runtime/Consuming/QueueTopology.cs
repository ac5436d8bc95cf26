using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>Checks the exchanges, and declares and binds the queue.</summary>
internal sealed class QueueTopology(QueueSettings settings, ILogger logger)
{
    // What an existing queue may differ in. Neither can be changed but by deleting the queue, and other
    // clients make other choices: pulse-go's named queues are not durable.
    private const string Durable = "durable";
    private const string QueueType = "x-queue-type";

    public async Task DeclareAsync(BrokerChannel channel, CancellationToken cancellationToken)
    {
        await CheckExchangesAsync(channel.Connection, cancellationToken).ConfigureAwait(false);
        await DeclareQueueAsync(channel.Connection, cancellationToken).ConfigureAwait(false);
        await BindAsync(channel, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the queue is there, declared by whomever.</summary>
    public async Task<bool> ExistsAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        var asking = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        await using (asking.ConfigureAwait(false))
            return await asking.QueueExistsAsync(settings.Declaration.Name, cancellationToken).ConfigureAwait(false);
    }

    private async Task BindAsync(BrokerChannel channel, CancellationToken cancellationToken)
    {
        var queue = settings.Declaration.Name;
        var bindings = settings.Subscriptions.Select(one => (one.ExchangeName, one.RoutingKey)).Distinct();
        foreach (var (exchange, routingKey) in bindings)
            await channel.BindQueueAsync(queue, exchange, routingKey, cancellationToken).ConfigureAwait(false);
    }

    // A refusal closes the channel that asked, so these questions have a channel of their own. Passive:
    // nobody may declare another user's exchange.
    private async Task CheckExchangesAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        var asking = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        await using (asking.ConfigureAwait(false))
        {
            foreach (var exchange in settings.Subscriptions.Select(one => one.ExchangeName).Distinct())
                await asking.CheckExchangeAsync(exchange, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DeclareQueueAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        var adopted = new HashSet<string>();
        var declaration = settings.Declaration;
        while (true)
        {
            var declaring = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
            await using (declaring.ConfigureAwait(false))
            {
                try
                {
                    await declaring.DeclareQueueAsync(declaration, cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (QueueMismatchException mismatch)
                    when (mismatch.ArgumentName is Durable or QueueType && adopted.Add(mismatch.ArgumentName))
                {
                    // The broker names the first difference only. Asking again with this one granted brings
                    // out the others; a passive declare would hide them.
                    logger.QueueAdopted(mismatch.QueueName, mismatch.ArgumentName, mismatch.Actual, mismatch.Requested);
                    declaration = Grant(declaration, mismatch);
                }
            }
        }
    }

    private static QueueDeclaration Grant(QueueDeclaration declaration, QueueMismatchException mismatch)
    {
        if (mismatch.ArgumentName == Durable)
            return declaration with { Durable = !declaration.Durable };

        var arguments = new Dictionary<string, object>(declaration.Arguments, StringComparer.Ordinal);
        if (mismatch.Actual is { } type)
            arguments[QueueType] = type;
        else
            arguments.Remove(QueueType);
        return declaration with { Arguments = arguments };
    }
}
