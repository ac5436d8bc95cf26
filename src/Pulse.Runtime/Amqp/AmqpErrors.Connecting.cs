using System.Globalization;
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
        CertificateRefusal? certificateRefusal,
        TimeSpan timeout,
        IReadOnlyList<string>? refusals = null
    )
    {
        // Its base class only guesses; a broker that goes away during the handshake has not refused anything.
        if (Causes(exception).OfType<AuthenticationFailureException>().Any())
        {
            return new AuthenticationFailedException(
                $"The broker refused the login of {endpoint}. "
                    + (
                        endpoint.HasProvidedSecret
                            ? "Check the user, and the secret that PulseOptions.Credentials returns."
                            : "Check user and password: the arguments of PulseConnection, else its URL, else "
                                + "PULSE_USERNAME and PULSE_PASSWORD."
                    )
                    + (endpoint.User is "guest" ? " RabbitMQ lets 'guest' in from its own machine only." : ""),
                exception
            )
            {
                ReplyCode = AccessRefused,
            };
        }

        var reply = Reply(exception);
        var (why, whatToDo) = WhyNotConnected(exception, endpoint, certificateRefusal, timeout, refusals ?? []);
        return new ConnectionFailedException($"Cannot connect as {endpoint}: {why.TrimEnd('.')}. {whatToDo}", exception)
        {
            ReplyCode = reply?.ReplyCode,
            IsTransient = certificateRefusal is null && reply?.ReplyCode != NotAllowed,
        };
    }

    /// <summary>Why the application's credentials are not there.</summary>
    public static PulseException AskingForSecret(Exception exception, AmqpEndpoint endpoint, TimeSpan? deadline)
    {
        var why = deadline is { } time
            ? $"did not return within {Seconds(time)} s (ConnectTimeout)"
            : $"threw {exception.GetType().Name}: {exception.Message.TrimEnd('.')}";
        return new ConnectionFailedException(
            $"There is no secret to log in with as {endpoint}: PulseOptions.Credentials {why}.",
            exception
        )
        {
            IsTransient = true,
            IsCausedByApplication = true,
        };
    }

    /// <summary>Why none of several hosts could be connected to; each failure names its own.</summary>
    public static PulseException ConnectingToAny(IReadOnlyList<PulseException> failures, AmqpEndpoint endpoint)
    {
        var message =
            $"Cannot connect to any of the {endpoint.Hosts.Count} hosts of {endpoint}. "
            + string.Join(' ', failures.Select(failure => failure.Message));
        var cause = new AggregateException(failures);
        return failures.All(failure => failure is AuthenticationFailedException)
            ? new AuthenticationFailedException(message, cause) { ReplyCode = AccessRefused }
            : new ConnectionFailedException(message, cause)
            {
                ReplyCode = failures[^1].ReplyCode,
                IsTransient = failures.Any(failure => failure.IsTransient),
            };
    }

    /// <summary>Why nothing that is sent reaches the broker.</summary>
    public static PulseException Blocked(string reason, AmqpEndpoint endpoint) =>
        new(
            $"The broker has stopped reading from the connection of {endpoint} until it has room again: {reason}. "
                + (
                    endpoint.IsForPublishing
                        ? "Messages wait until then. Free the broker's memory or disk."
                        : "Publish with CreatePublisher, which has a connection of its own; free the broker's memory or disk."
                )
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
                IsCausedByApplication = failure is ConnectionFailedException { IsCausedByApplication: true },
            };

    // A host's share of the time differs a little from attempt to attempt; the reason, which is logged once, must not.
    private static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString(time.TotalSeconds < 3 ? "0.#" : "0", CultureInfo.InvariantCulture);

    private static (string Why, string WhatToDo) WhyNotConnected(
        Exception exception,
        AmqpEndpoint endpoint,
        CertificateRefusal? certificateRefusal,
        TimeSpan timeout,
        IReadOnlyList<string> refusals
    )
    {
        if (certificateRefusal is not null)
            return (certificateRefusal.Why, certificateRefusal.WhatToDo);

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
                $"no answer within {Seconds(timeout)} s",
                "Check that an AMQP broker listens there, and for amqps that it speaks TLS."
            );
        }

        if (refusals.Count > 0)
            return (string.Join("; ", refusals), "Check host, port and network.");

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
