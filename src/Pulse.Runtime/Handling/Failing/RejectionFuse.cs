namespace Pulse;

/// <summary>
/// Stops consuming when too many messages in a row cannot be read, or match no binding, and nothing keeps those that are
/// rejected: by then the bindings are more likely wrong than the messages. Thread-safe.
/// </summary>
/// <param name="keepsUnreadable">Whether a message that cannot be read leaves a trace.</param>
/// <param name="keepsRejected">Whether the broker keeps a message that is rejected.</param>
internal sealed class RejectionFuse(bool keepsUnreadable, bool keepsRejected)
{
    private const int Limit = 20;

    private int _inARow;

    /// <summary>To be called when a message matched a binding and could be read.</summary>
    public void Reset() => Volatile.Write(ref _inARow, 0);

    /// <summary>To be called when a message could not be read.</summary>
    /// <exception cref="UndecodableMessageException">It was one too many.</exception>
    public void AddUndecodable(AmqpDelivery message, Exception cause)
    {
        // A stream keeps what is rejected.
        if (keepsUnreadable || message.StreamOffset is not null || Interlocked.Increment(ref _inARow) < Limit)
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

    /// <summary>To be called when a message that matches no binding is about to be rejected.</summary>
    /// <exception cref="PulseException">It is one too many.</exception>
    public void AddUnmatched(AmqpDelivery message)
    {
        if (keepsRejected || Interlocked.Increment(ref _inARow) < Limit)
            return;
        throw new PulseException(
            $"{Limit} messages in a row from the queue '{message.Queue}' match no binding here, the last of them from the "
                + $"exchange '{message.Exchange}' with the key '{message.RoutingKey}'. "
                + $"The first {Limit - 1} have been rejected, and are lost unless a policy of the broker names a "
                + "dead-letter exchange. This one and all that follow stay in the queue, and consuming has stopped. "
                + "Remove the bindings that an earlier version of the application left (PulseQueue.UnbindAsync); give the "
                + "queue an x-dead-letter-exchange or an OnUnmatched to continue regardless."
        );
    }
}
