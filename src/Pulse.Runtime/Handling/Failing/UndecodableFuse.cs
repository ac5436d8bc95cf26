namespace Pulse;

/// <summary>
/// Stops consuming when too many messages in a row cannot be read and nothing keeps them: by then the binding is more
/// likely wrong than the messages.
/// </summary>
internal sealed class UndecodableFuse(bool keepsRejected)
{
    private const int Limit = 20;

    private int _inARow;

    /// <summary>To be called when a message could be read.</summary>
    public void Reset() => _inARow = 0;

    /// <summary>To be called when a message could not be read.</summary>
    /// <exception cref="UndecodableMessageException">It was one too many.</exception>
    public void Add(AmqpDelivery message, Exception cause)
    {
        if (++_inARow < Limit || keepsRejected)
            return;
        throw new UndecodableMessageException(
            message.Exchange,
            message.RoutingKey,
            $"{Limit} messages in a row from the queue '{message.Queue}' could not be read, the last of them from the "
                + $"exchange '{message.Exchange}' with the key '{message.RoutingKey}': {cause.Message} "
                + $"The first {Limit - 1} have been rejected, and are lost unless a policy of the broker names a "
                + "dead-letter exchange. This one and all that follow stay in the queue, and consuming has stopped. "
                + "Check that the binding fits the exchange; give the queue an x-dead-letter-exchange or an "
                + "OnUndecodable to continue regardless.",
            cause
        );
    }
}
