namespace Pulse;

/// <summary>
/// Reads a queue's messages, in order of arrival: chooses the handler, decodes the payload, and guards against a
/// binding that fits nothing.
/// </summary>
internal sealed class MessageReader(
    HandlerOptions options,
    HandlerRules rules,
    RejectionFuse fuse,
    UnmatchedReturns returns,
    int maxDecompressedSize
)
{
    private readonly Dispatcher _dispatcher = new(options.Subscriptions);

    /// <exception cref="UndecodableMessageException">
    /// Too many in a row could not be read, and nothing would keep them. This one is left unsettled.
    /// </exception>
    public DeliveryRun Read(AmqpDelivery message, Acknowledger acknowledger)
    {
        Metrics.Count(Metrics.Deliveries, message.Queue, message.Exchange);
        if (_dispatcher.Choose(message) is not { } match)
            return Unmatched(message, acknowledger);
        try
        {
            var json = PayloadBody.Of(message, maxDecompressedSize).Span;
            var run = match.Subscription.Read(message, match.RoutingKey, json, acknowledger, rules);
            fuse.Reset();
            return run;
        }
        catch (Exception cause)
        {
            return match.IsCertain
                ? Undecodable(message, acknowledger, Explain(cause, message.Properties.ContentEncoding))
                : Unmatched(message, acknowledger);
        }
    }

    private static Exception Explain(Exception cause, string? encoding) =>
        PayloadBody.IsUnknown(encoding)
            ? new InvalidDataException(
                $"{cause.Message.TrimEnd('.')}. Its content_encoding is '{encoding}'; gzip, deflate and br are decompressed.",
                cause
            )
            : cause;

    private DeliveryRun Unmatched(AmqpDelivery message, Acknowledger acknowledger)
    {
        var delivery = new Delivery(message, acknowledger);
        return options.OnUnmatched is { } handler
            ? new HandlerRun<Delivery>(delivery, handler, orderBy: null, rules)
            : new UnmatchedRun(delivery, returns, fuse, rules.Logger);
    }

    private UndecodableRun Undecodable(AmqpDelivery message, Acknowledger acknowledger, Exception cause)
    {
        Metrics.Count(Metrics.Undecodable, message.Queue, message.Exchange);
        rules.Logger.Undecodable(cause, message.Exchange, message.RoutingKey, message.Queue);
        fuse.AddUndecodable(message, cause);
        return new UndecodableRun(new Delivery(message, acknowledger), cause, options.OnUndecodable, rules.Logger);
    }
}
