namespace Pulse;

/// <summary>
/// Where a queue's dead letters go: an exchange, and a queue that gets all of its messages. Declared before the queue, so
/// that nothing is dropped meanwhile.
/// </summary>
/// <param name="Exchange">The exchange's name at the broker.</param>
/// <param name="Queue">The queue's full name.</param>
internal sealed record DeadLetters(string Exchange, string Queue)
{
    private const string EveryKey = "#";

    /// <param name="connection">Where to declare.</param>
    /// <param name="isQuorum">Whether to declare a quorum queue; one that exists is taken as it is.</param>
    /// <param name="adoption">Declares the queue.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public async Task DeclareAsync(
        AmqpConnection connection,
        bool isQuorum,
        QueueAdoption adoption,
        CancellationToken cancellationToken
    )
    {
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal);
        if (isQuorum)
            arguments[QueueArgument.Type] = QueueArgument.Quorum;
        var queue = new QueueDeclaration(Queue, Durable: true, Exclusive: false, arguments);
        var channel = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            await channel.DeclareExchangeAsync(Exchange, cancellationToken).ConfigureAwait(false);
            await adoption.AdoptAsync(connection, queue, cancellationToken).ConfigureAwait(false);
            await channel.BindQueueAsync(Queue, Exchange, EveryKey, cancellationToken).ConfigureAwait(false);
        }
    }
}
