using System.Globalization;

namespace Pulse;

/// <summary>Makes the errors of messages that were not published, or may not have been.</summary>
/// <param name="endpoint">The user and where the broker is.</param>
/// <param name="connection">How the connection is doing.</param>
internal sealed class PublishErrors(AmqpEndpoint endpoint, ObservedState connection)
{
    private const string MayArrive =
        "It may still arrive; if you publish it again, do so under the same message id, so that consumers can recognize the copy.";

    public PublishException Nacked(OutgoingMessage message) =>
        Refused(
            message,
            PublishRefusal.Nacked,
            $"The broker did not take {Described(message)} (as {endpoint}): a queue that it is routed to is full or cannot "
                + "store it. Other queues may have got it. Publish it again later.",
            mayStillArrive: true,
            isTransient: true
        );

    public PublishException Returned(OutgoingMessage message, AmqpReturn returned) =>
        Refused(
            message,
            PublishRefusal.Returned,
            $"No queue is bound that would get {Described(message)}, which is mandatory (as {endpoint}). Check its routing key, "
                + $"and that its consumers have declared their queues. The broker says: {returned.ReplyText}.",
            replyCode: returned.ReplyCode
        );

    public PublishException Refused(OutgoingMessage message, PublishClosure closure)
    {
        var (exchange, reason) = (message.Content.Exchange, closure.Reason);
        var whatToDo = reason switch
        {
            PublishRefusal.ExchangeNotFound =>
                $"the exchange '{exchange}' does not exist. Declare it with DeclareExchangesAsync, or check its name; "
                    + "PulseOptions.MapExchange translates names",
            PublishRefusal.AccessRefused =>
                $"the user lacks the permission 'write' on the exchange '{exchange}', or for this routing key. On Pulse a user "
                    + "may publish to the exchanges 'exchange/<user>/...'",
            _ => "it does not accept the message itself",
        };
        return Refused(
            message,
            reason,
            $"The broker refused {Described(message)} (as {endpoint}): {whatToDo}. The broker says: {closure.ReplyText}.",
            closure.Cause,
            closure.ReplyCode
        );
    }

    public PublishException CannotSend(OutgoingMessage message, Exception cause) =>
        Refused(
            message,
            PublishRefusal.Invalid,
            $"{Described(message, "The")} cannot be sent (as {endpoint}): {cause.Message}",
            cause
        );

    public PublishException NotInTime(OutgoingMessage message)
    {
        var cause = connection.Reason;
        var timeout = string.Create(CultureInfo.InvariantCulture, $"{message.Timeout.TotalSeconds:0.###} s");
        return Unknown(
            message,
            message.WasSent
                ? $"The broker did not confirm {Described(message)} within {timeout} (as {endpoint}). {MayArrive}"
                    + (cause is null ? "" : $" {cause.Message}")
                : $"{Described(message, "The")} was not sent within {timeout} (as {endpoint}), and does not arrive. "
                    + (cause?.Message ?? WhyItWaited()),
            cause
        );
    }

    public PublishException Closed(OutgoingMessage message)
    {
        return Unknown(
            message,
            message.WasSent
                ? $"The publisher was closed before the broker confirmed {Described(message)} (as {endpoint}). {MayArrive}"
                : $"The publisher was closed before {Described(message)} was sent (as {endpoint}), so it does not arrive.",
            connection.Reason,
            isTransient: false
        );
    }

    private string WhyItWaited() =>
        connection.Current == PulseState.Connected
            ? "The messages before it are not confirmed yet; publish fewer at once, or raise PublisherOptions.MaxUnconfirmed."
            : "The publisher was not connected yet.";

    private static PublishRefusedException Refused(
        OutgoingMessage message,
        PublishRefusal reason,
        string text,
        Exception? cause = null,
        int? replyCode = null,
        bool mayStillArrive = false,
        bool isTransient = false
    ) =>
        new(text, cause)
        {
            ExchangeName = message.Content.Exchange,
            RoutingKey = message.Content.RoutingKey,
            MessageId = message.Content.MessageId,
            Reason = reason,
            ReplyCode = replyCode,
            MayStillArrive = mayStillArrive || message.MayHaveArrived,
            IsTransient = isTransient,
        };

    private static PublishUnknownException Unknown(
        OutgoingMessage message,
        string text,
        Exception? cause,
        bool isTransient = true
    ) =>
        new(text, cause)
        {
            ExchangeName = message.Content.Exchange,
            RoutingKey = message.Content.RoutingKey,
            MessageId = message.Content.MessageId,
            MayStillArrive = message.WasSent,
            IsTransient = isTransient,
        };

    private static string Described(OutgoingMessage message, string article = "the") =>
        $"{article} message '{message.Content.MessageId}' to '{message.Content.Exchange}' with the key '{message.Content.RoutingKey}'";
}
