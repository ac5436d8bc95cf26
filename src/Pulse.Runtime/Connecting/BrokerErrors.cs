using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Pulse;

/// <summary>Translates what RabbitMQ.Client throws into what went wrong, where, and what to do.</summary>
internal static class BrokerErrors
{
    // AMQP's reply codes.
    private const ushort ConnectionForced = 320;
    private const ushort AccessRefused = 403;
    private const ushort NotFound = 404;
    private const ushort ResourceLocked = 405;
    private const ushort PreconditionFailed = 406;
    private const ushort FirstOfHardErrors = 500;
    private const ushort NotAllowed = 530;

    public static PulseException Connecting(
        Exception exception,
        PulseEndpoint endpoint,
        string? certificateRefusal,
        TimeSpan timeout
    )
    {
        // Its base class only guesses; a broker that goes away during the handshake is no refusal.
        if (Causes(exception).OfType<AuthenticationFailureException>().Any())
        {
            return new AuthenticationFailedException(
                $"The broker refused the login of {endpoint}. Check user and password: the arguments of "
                    + "PulseConnection, else its URL, else PULSE_USERNAME and PULSE_PASSWORD."
                    + (endpoint.User is "guest" ? " RabbitMQ lets 'guest' in from its own machine only." : ""),
                exception
            );
        }

        var (why, whatToDo) = WhyNotConnected(exception, endpoint, certificateRefusal, timeout);
        return new ConnectionFailedException(
            $"Cannot connect as {endpoint}: {why.TrimEnd('.')}. {whatToDo}",
            exception
        );
    }

    /// <summary>Why a channel ended that had been fine.</summary>
    public static PulseException Lost(ShutdownEventArgs reason, bool connectionIsOpen, PulseEndpoint endpoint)
    {
        var cause = new OperationInterruptedException(reason);
        return connectionIsOpen
            ? new PulseException($"The broker closed the channel (as {endpoint}): {reason.ReplyText}.", cause)
            : new ConnectionFailedException($"The connection of {endpoint} was lost: {reason.ReplyText}.", cause);
    }

    /// <summary>Why a consumer gets nothing any more.</summary>
    public static PulseException ConsumerCancelled(string queue, PulseEndpoint endpoint) =>
        new(
            $"The broker cancelled the consumer of the queue '{queue}' (as {endpoint}): the queue was deleted, or its "
                + "node stopped. (PulseGuardian deletes queues that grow too long.)"
        );

    /// <summary>Why nothing that is sent reaches the broker.</summary>
    public static PulseException Blocked(string reason, PulseEndpoint endpoint) =>
        new(
            $"The broker reads no more from the connection of {endpoint} until it has room again: {reason}. Publish on "
                + "another connection than you consume on; free the broker's memory or disk."
        );

    /// <summary>The same failure to connect once more: an exception that several threw would tell of all of them.</summary>
    public static PulseException Again(PulseException failure) =>
        failure is AuthenticationFailedException
            ? new AuthenticationFailedException(failure.Message, failure.InnerException)
            : new ConnectionFailedException(failure.Message, failure.InnerException);

    public static PulseException CheckingExchange(Exception exception, string exchange, PulseEndpoint endpoint) =>
        Reply(exception)?.ReplyCode == NotFound
            ? new ExchangeNotFoundException(
                exchange,
                $"The exchange '{exchange}' does not exist (as {endpoint}). Check its name; in a deployment that "
                    + "publishes under other names, PulseOptions.MapExchange translates them.",
                exception
            )
            : Requesting(exception, $"to look up the exchange '{exchange}'", endpoint);

    public static PulseException DeclaringQueue(Exception exception, string queue, PulseEndpoint endpoint)
    {
        var reply = Reply(exception);
        if (reply?.ReplyCode == ResourceLocked)
        {
            return new QueueLockedException(
                queue,
                $"The queue '{queue}' belongs to another connection alone (as {endpoint}). Close that connection, or "
                    + "choose another name.",
                exception
            );
        }

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
        PulseEndpoint endpoint
    ) =>
        Requesting(
            exception,
            $"to bind the queue '{queue}' to the exchange '{exchange}' with '{routingKey}'",
            endpoint,
            IsAboutExchange(Reply(exception)) ? "'read' on the exchange" : "'write' on the queue"
        );

    public static PulseException Consuming(Exception exception, string queue, PulseEndpoint endpoint) =>
        Reply(exception) is { ReplyCode: AccessRefused } reply
        && reply.ReplyText.Contains("exclusive", StringComparison.Ordinal)
            ? new QueueLockedException(
                queue,
                $"Another consumer has the queue '{queue}' for itself (as {endpoint}). Stop it, or choose another "
                    + "name.",
                exception
            )
            : Requesting(exception, $"to consume from the queue '{queue}'", endpoint, "'read' on the queue");

    public static PulseException DeletingQueue(Exception exception, string queue, PulseEndpoint endpoint) =>
        Requesting(exception, $"to delete the queue '{queue}'", endpoint, "'configure' on the queue");

    /// <summary>What all requests have in common.</summary>
    public static PulseException Requesting(
        Exception exception,
        string what,
        PulseEndpoint endpoint,
        string permission = "that it takes"
    )
    {
        if (exception is OperationCanceledException or TimeoutException)
        {
            return new ConnectionFailedException(
                $"The broker did not answer the request {what} in time (as {endpoint}). Check its health and the "
                    + "network.",
                exception
            );
        }

        if (
            exception is AlreadyClosedException
            || Reply(exception) is not { Initiator: ShutdownInitiator.Peer } reply
            || reply.ReplyCode is ConnectionForced or >= FirstOfHardErrors
        )
        {
            return new ConnectionFailedException(
                $"The connection of {endpoint} was lost at the request {what}: {Causes(exception).Last().Message}",
                exception
            );
        }

        return reply.ReplyCode == AccessRefused
            ? new AccessRefusedException(
                $"The broker refused {what}: {endpoint} lacks the permission {permission}. On Pulse a user may declare "
                    + "and bind the queues 'queue/<user>/...' and read the exchanges 'exchange/...'. "
                    + $"The broker says: {reply.ReplyText}.",
                exception
            )
            : new PulseException($"The broker refused {what} (as {endpoint}): {reply.ReplyText}.", exception);
    }

    private static (string Why, string WhatToDo) WhyNotConnected(
        Exception exception,
        PulseEndpoint endpoint,
        string? certificateRefusal,
        TimeSpan timeout
    )
    {
        if (certificateRefusal is not null)
        {
            return (
                certificateRefusal,
                "Use the host name that the certificate is for, or name the authority to trust "
                    + "in PulseOptions.Tls.CertificateAuthorities."
            );
        }

        // RabbitMQ's answer about virtual hosts.
        if (Reply(exception) is { ReplyCode: NotAllowed } reply)
        {
            return (
                reply.ReplyText,
                "Check the virtual host, which is the path of the URL, and that the user may use it."
            );
        }

        if (exception is OperationCanceledException or TimeoutException)
        {
            return (
                $"no answer within {timeout.TotalSeconds:0.#} s",
                "Check that an AMQP broker listens there, and for amqps that it speaks TLS."
            );
        }

        var cause = Causes(exception).Last();
        var hungUp =
            cause is not SocketException socket
            || socket.SocketErrorCode
                is SocketError.ConnectionReset
                    or SocketError.ConnectionAborted
                    or SocketError.Shutdown;
        return (
            cause.Message,
            (hungUp, endpoint.IsTls) switch
            {
                (false, _) => "Check host, port and network.",
                (true, false) => "Check that an AMQP broker listens there without TLS (amqps is with TLS).",
                (true, true) =>
                    "Check that an AMQP broker listens there, that it speaks TLS, and whether it asks for a "
                        + "client certificate (PulseOptions.Tls.ClientCertificates).",
            }
        );
    }

    private static QueueMismatchException Mismatch(
        Exception exception,
        string queue,
        InequivalentArgument argument,
        PulseEndpoint endpoint
    )
    {
        var (name, requested, actual) = argument;
        var whatToDo = (IsOptional: name.StartsWith("x-", StringComparison.Ordinal), IsThere: actual is not null) switch
        {
            (true, true) => $"Ask for the same with Argument(\"{name}\", ...)",
            (true, false) => $"Leave out Argument(\"{name}\", ...)",
            _ => "Choose another name",
        };
        return new QueueMismatchException(
            queue,
            name,
            requested,
            actual,
            $"The queue '{queue}' exists with other arguments (as {endpoint}): '{name}' is {actual ?? "not set"} there "
                + $"and {requested ?? "not set"} here. {whatToDo}, or delete the queue first, with the messages in it.",
            exception
        );
    }

    /// <summary>Whether the broker said that there is no such thing.</summary>
    public static bool IsNotFound(PulseException exception) => Reply(exception)?.ReplyCode == NotFound;

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
