using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Declares a queue, and adopts one that exists with another durability or type. Neither can be changed but by
/// deleting the queue, and other clients make other choices: pulse-go's named queues are not durable.
/// </summary>
internal sealed class QueueAdoption(ILogger logger)
{
    private const string Durable = "durable";
    private const string QueueType = "x-queue-type";

    private readonly HashSet<string> _logged = [];

    /// <exception cref="QueueMismatchException">The queue exists with other arguments.</exception>
    public async Task DeclareAsync(
        AmqpConnection connection,
        QueueDeclaration declaration,
        CancellationToken cancellationToken
    )
    {
        var adopted = new HashSet<string>();
        while (true)
        {
            // A refusal closes the channel.
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
                        Log(mismatch);
                    declaration = Grant(declaration, mismatch);
                }
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
            arguments[QueueType] = type;
        else
            arguments.Remove(QueueType);
        return declaration with { Arguments = arguments };
    }
}
