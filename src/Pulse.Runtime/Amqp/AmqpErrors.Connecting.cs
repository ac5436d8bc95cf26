using System.Net.Sockets;
using RabbitMQ.Client.Exceptions;

namespace Pulse;

/// <summary>
/// Translates what RabbitMQ.Client throws and reports into what went wrong, where, and what to do: here about
/// connections.
/// </summary>
internal static partial class AmqpErrors
{
    public static PulseException Connecting(
        Exception exception,
        AmqpEndpoint endpoint,
        string? certificateRefusal,
        TimeSpan timeout
    )
    {
        // Its base class only guesses; a broker that goes away during the handshake has not refused anything.
        if (Causes(exception).OfType<AuthenticationFailureException>().Any())
        {
            return new AuthenticationFailedException(
                $"The broker refused the login of {endpoint}. Check user and password: the arguments of "
                    + "PulseConnection, else its URL, else PULSE_USERNAME and PULSE_PASSWORD."
                    + (endpoint.User is "guest" ? " RabbitMQ lets 'guest' in from its own machine only." : ""),
                exception
            )
            {
                ReplyCode = AccessRefused,
            };
        }

        var reply = Reply(exception);
        var (why, whatToDo) = WhyNotConnected(exception, endpoint, certificateRefusal, timeout);
        return new ConnectionFailedException($"Cannot connect as {endpoint}: {why.TrimEnd('.')}. {whatToDo}", exception)
        {
            ReplyCode = reply?.ReplyCode,
            IsTransient = certificateRefusal is null && reply?.ReplyCode != NotAllowed,
        };
    }

    /// <summary>Why nothing that is sent reaches the broker.</summary>
    public static PulseException Blocked(string reason, AmqpEndpoint endpoint) =>
        new(
            $"The broker has stopped reading from the connection of {endpoint} until it has room again: {reason}. "
                + "Publish on another connection than you consume on; free the broker's memory or disk."
        )
        {
            IsTransient = true,
        };

    /// <summary>A copy for another caller: an exception that several threw would tell of all of them.</summary>
    public static PulseException Copy(PulseException failure) =>
        failure is AuthenticationFailedException
            ? new AuthenticationFailedException(failure.Message, failure.InnerException)
            {
                ReplyCode = failure.ReplyCode,
                IsTransient = failure.IsTransient,
            }
            : new ConnectionFailedException(failure.Message, failure.InnerException)
            {
                ReplyCode = failure.ReplyCode,
                IsTransient = failure.IsTransient,
            };

    private static (string Why, string WhatToDo) WhyNotConnected(
        Exception exception,
        AmqpEndpoint endpoint,
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
}
