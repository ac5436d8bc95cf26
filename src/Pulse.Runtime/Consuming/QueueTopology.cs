using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// The queue at the broker: what it is called there, whether it is there, and how it comes to be there, bound to its
/// exchanges.
/// </summary>
internal sealed class QueueTopology(QueueSettings settings, ILogger logger)
{
    // What an existing queue may differ in. Neither can be changed but by deleting the queue, and other
    // clients make other choices: pulse-go's named queues are not durable.
    private const string Durable = "durable";
    private const string QueueType = "x-queue-type";

    private readonly HashSet<string> _logged = [];
    private QueueDeclaration _declaration = settings.Declaration;
    private BrokerConnection? _home; // The connection that an exclusive queue belongs to, and its name with it.

    public string QueueName => Volatile.Read(ref _declaration).Name;

    public async Task DeclareAsync(BrokerChannel channel, CancellationToken cancellationToken)
    {
        _home = channel.Connection;
        await CheckExchangesAsync(channel.Connection, cancellationToken).ConfigureAwait(false);
        await DeclareQueueAsync(channel.Connection, cancellationToken).ConfigureAwait(false);
        await BindAsync(channel, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether the queue has to be created anew. An exclusive one has to be on another connection, under another name:
    /// it may live on with the old connection, of which the broker does not know yet that it is lost.
    /// </summary>
    public async Task<bool> IsGoneAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        if (_declaration.Exclusive && _home != connection)
        {
            _home = connection;
            Volatile.Write(ref _declaration, _declaration.WithAnotherName());
            return true;
        }

        var asking = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        await using (asking.ConfigureAwait(false))
            return !await asking.QueueExistsAsync(QueueName, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes the queue if it is exclusive: nobody could consume it again, and it would gather messages all the same.
    /// In bounded time, without errors.
    /// </summary>
    public Task DropAsync() =>
        _declaration.Exclusive && _home is { } home ? home.DropQueueAsync(QueueName) : Task.CompletedTask;

    private async Task BindAsync(BrokerChannel channel, CancellationToken cancellationToken)
    {
        var bindings = settings.Subscriptions.Select(one => (one.ExchangeName, one.RoutingKey)).Distinct();
        foreach (var (exchange, routingKey) in bindings)
            await channel.BindQueueAsync(QueueName, exchange, routingKey, cancellationToken).ConfigureAwait(false);
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
        var declaration = _declaration;
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
                    if (_logged.Add($"{mismatch.ArgumentName} {mismatch.Actual}")) // Not each time that it is declared.
                        LogAdopted(mismatch);
                    declaration = Grant(declaration, mismatch);
                }
            }
        }
    }

    private void LogAdopted(QueueMismatchException mismatch) =>
        logger.QueueAdopted(mismatch.QueueName, mismatch.ArgumentName, mismatch.Actual, mismatch.Requested);

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
