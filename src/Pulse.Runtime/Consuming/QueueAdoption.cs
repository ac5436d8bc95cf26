using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Declares a queue, and adopts one that exists with another durability or type. Neither can be changed but by
/// deleting the queue, and other clients make other choices: pulse-go's named queues are not durable.
/// </summary>
internal sealed class QueueAdoption(ILogger logger)
{
    private const string Durable = "durable";

    private readonly HashSet<string> _logged = [];

    /// <returns>The queue as the broker has it.</returns>
    /// <exception cref="QueueMismatchException">The queue exists with other arguments.</exception>
    public async Task<QueueDeclaration> DeclareAsync(
        AmqpConnection connection,
        QueueDeclaration declaration,
        CancellationToken cancellationToken
    )
    {
        var adopted = new HashSet<string>();
        while (true)
        {
            // A passive declare would hide the differences. The broker names the first one only; asking again with that
            // granted brings out the others.
            var mismatch = await TryDeclareAsync(connection, declaration, cancellationToken).ConfigureAwait(false);
            if (mismatch is null)
                return declaration;
            if (mismatch.ArgumentName is not (Durable or QueueArgument.Type) || !adopted.Add(mismatch.ArgumentName))
                throw mismatch;
            if (_logged.Add($"{mismatch.QueueName} {mismatch.ArgumentName} {mismatch.Actual}")) // Not each time that it is declared.
                Log(mismatch);
            declaration = Grant(declaration, mismatch);
        }
    }

    /// <summary>Declares a queue, and adopts one that exists, also with other arguments.</summary>
    /// <exception cref="QueueMismatchException">The queue exists and deletes itself.</exception>
    public async Task AdoptAsync(
        AmqpConnection connection,
        QueueDeclaration declaration,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await DeclareAsync(connection, declaration, cancellationToken).ConfigureAwait(false);
        }
        catch (QueueMismatchException mismatch) when (mismatch.ArgumentName.StartsWith("x-", StringComparison.Ordinal))
        {
            // Somebody has chosen them for it.
        }
    }

    // A refusal closes the channel, so each attempt has its own.
    private static async Task<QueueMismatchException?> TryDeclareAsync(
        AmqpConnection connection,
        QueueDeclaration declaration,
        CancellationToken cancellationToken
    )
    {
        var declaring = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        await using (declaring.ConfigureAwait(false))
        {
            try
            {
                await declaring.DeclareQueueAsync(declaration, cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (QueueMismatchException mismatch)
            {
                return mismatch;
            }
        }
    }

    private void Log(QueueMismatchException mismatch) =>
        logger.QueueAdopted(mismatch.QueueName, mismatch.ArgumentName, mismatch.Actual, mismatch.Requested);

    private static QueueDeclaration Grant(QueueDeclaration declaration, QueueMismatchException mismatch)
    {
        if (mismatch.ArgumentName == Durable)
            return declaration with { Durable = !declaration.Durable };

        var arguments = new Dictionary<string, object>(declaration.Arguments, StringComparer.Ordinal);
        if (mismatch.Actual is { } type)
            arguments[QueueArgument.Type] = type;
        else
            arguments.Remove(QueueArgument.Type);
        return declaration with { Arguments = arguments };
    }
}
