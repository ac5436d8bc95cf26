using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Pulse;

// About requests on a channel.
internal static partial class AmqpErrors
{
    // AMQP's reply codes (0-9-1, 1.2).
    public const ushort NotFound = 404;
    private const ushort ConnectionForced = 320;
    public const ushort AccessRefused = 403;
    private const ushort ResourceLocked = 405;
    public const ushort PreconditionFailed = 406;
    private const ushort FirstOfHardErrors = 500;
    private const ushort NotAllowed = 530;

    /// <summary>Why a consumer receives nothing any more.</summary>
    public static PulseException ConsumerCancelled(string queue, AmqpEndpoint endpoint) =>
        new(
            $"The broker cancelled the consumer of the queue '{queue}' (as {endpoint}): the queue was deleted, or its "
                + "node stopped. (PulseGuardian deletes queues that grow too long.)"
        )
        {
            IsTransient = true,
        };

    public static PulseException DeclaringQueue(Exception exception, string queue, AmqpEndpoint endpoint)
    {
        var reply = Reply(exception);
        if (reply?.ReplyCode == ResourceLocked)
            return QueueLocked(exception, queue, endpoint);
        if (reply?.ReplyCode == PreconditionFailed && InequivalentArgument.Find(reply.ReplyText) is { } argument)
            return Mismatch(exception, queue, argument, endpoint);

        return Requesting(
            exception,
            $"to declare the queue '{queue}'",
            endpoint,
            IsAboutExchange(reply)
                ? "'write' on its dead-letter exchange"
                : "'configure' on the queue (and 'read', where it has a dead-letter exchange)"
        );
    }

    public static PulseException BindingQueue(
        Exception exception,
        string queue,
        string exchange,
        string routingKey,
        AmqpEndpoint endpoint
    ) =>
        Reply(exception) is { ReplyCode: NotFound } reply
        && reply.ReplyText.Contains("no exchange", StringComparison.Ordinal)
            ? ExchangeNotFound(exception, exchange, endpoint)
            : Requesting(
                exception,
                $"to bind the queue '{queue}' to the exchange '{exchange}' with '{routingKey}'",
                endpoint,
                IsAboutExchange(Reply(exception)) ? "'read' on the exchange" : "'write' on the queue"
            );

    public static PulseException UnbindingQueue(
        Exception exception,
        string queue,
        string exchange,
        string routingKey,
        AmqpEndpoint endpoint
    ) =>
        Requesting(
            exception,
            $"to unbind the queue '{queue}' from the exchange '{exchange}' with '{routingKey}'",
            endpoint,
            IsAboutExchange(Reply(exception)) ? "'read' on the exchange" : "'write' on the queue"
        );

    public static PulseException Consuming(Exception exception, string queue, AmqpEndpoint endpoint)
    {
        var reply = Reply(exception);
        if (reply?.ReplyCode == NotFound)
            return QueueNotFound(queue, endpoint, exception);
        if (reply?.ReplyCode == PreconditionFailed && IsAboutOffset(reply))
            return NotAStream(exception, queue, reply.ReplyText, endpoint);
        return reply?.ReplyCode == AccessRefused && reply.ReplyText.Contains("exclusive", StringComparison.Ordinal)
            ? new QueueLockedException(
                queue,
                $"The queue '{queue}' is exclusive to another consumer (as {endpoint}). Stop that consumer, or choose "
                    + "another name.",
                exception
            )
            {
                ReplyCode = AccessRefused,
                IsTransient = true,
            }
            : Requesting(exception, $"to consume from the queue '{queue}'", endpoint, "'read' on the queue");
    }

    public static PulseException DeletingQueue(Exception exception, string queue, AmqpEndpoint endpoint) =>
        Requesting(exception, $"to delete the queue '{queue}'", endpoint, "'configure' on the queue");

    /// <summary>What all requests have in common.</summary>
    public static PulseException Requesting(
        Exception exception,
        string what,
        AmqpEndpoint endpoint,
        string permission = "that it takes"
    )
    {
        if (exception is OperationCanceledException or TimeoutException)
        {
            return new ConnectionFailedException(
                $"The broker did not answer the request {what} in time (as {endpoint}). Check its health and the "
                    + "network.",
                exception
            )
            {
                IsTransient = true,
            };
        }

        if (exception is ChannelAllocationException)
        {
            return new PulseException(
                $"The connection of {endpoint} has as many channels as the broker allows (2,047 unless it is configured "
                    + "otherwise), and each queue takes one. Consume further queues on another PulseConnection.",
                exception
            )
            {
                IsTransient = true,
            };
        }

        // Other initiators fill in a code that nobody sent.
        var reply = Reply(exception) is { Initiator: ShutdownInitiator.Peer } sent ? sent : null;
        if (
            exception is AlreadyClosedException
            || reply is null
            || reply.ReplyCode is ConnectionForced or >= FirstOfHardErrors
        )
        {
            return new ConnectionFailedException(
                $"The connection of {endpoint} was lost at the request {what}: {Causes(exception).Last().Message}",
                exception
            )
            {
                ReplyCode = reply?.ReplyCode,
                IsTransient = true,
            };
        }

        return reply.ReplyCode == AccessRefused
            ? new AccessRefusedException(
                $"The broker refused {what}: {endpoint} lacks the permission {permission}. On Pulse a user may declare "
                    + "and bind the queues 'queue/<user>/...' and read the exchanges 'exchange/...'. "
                    + $"The broker says: {reply.ReplyText}.",
                exception
            )
            {
                ReplyCode = AccessRefused,
            }
            : new PulseException($"The broker refused {what} (as {endpoint}): {reply.ReplyText}.", exception)
            {
                ReplyCode = reply.ReplyCode,
            };
    }

    private static bool IsAboutExchange(ShutdownEventArgs? reply) =>
        reply is not null && reply.ReplyText.Contains("access to exchange", StringComparison.Ordinal);

    private static ShutdownEventArgs? Reply(Exception exception) =>
        Causes(exception).OfType<OperationInterruptedException>().FirstOrDefault()?.ShutdownReason;

    /// <summary>The exception and what is inside it, outermost first.</summary>
    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = Inner(cause))
            yield return cause;

        static Exception? Inner(Exception cause) =>
            cause is AggregateException { InnerExceptions: [var first, ..] } ? first : cause.InnerException;
    }
}
