namespace Pulse;

/// <summary>
/// Decides what becomes of a message that a handler failed on: it is requeued on its first failure and rejected on its
/// second. While something that the handlers need seems to be away, no failure counts as a second one.
/// </summary>
/// <remarks>
/// Nothing in a message tells which failure it is. "Redelivered" is also set when nobody failed: after a pause, a lost
/// connection, a restart; not set, it proves that an equal message failed and not this one. A quorum queue's
/// x-delivery-count counts every return, whatever the reason. So this process's own memory decides.
/// </remarks>
internal sealed class FailurePolicy(Slowdown slowdown)
{
    private const int Remembered = 10_000;

    private readonly MessageCounts _failures = new(Remembered);

    /// <summary>To be called when a handler has returned.</summary>
    public void OnSuccess(AmqpDelivery message)
    {
        slowdown.OnSuccess(message);
        // Should an equal message fail one day, it has its own two chances.
        if (message.Redelivered)
            _failures.TryTake(message);
    }

    /// <summary>To be called for a message that a handler has thrown on where there is nothing to decide.</summary>
    public void OnUndecidedFailure(AmqpDelivery message) => slowdown.OnFailure(message);

    /// <summary>Whether a message that a handler has thrown on is requeued or rejected.</summary>
    /// <param name="message">The message.</param>
    /// <param name="canSettle">
    /// Whether the broker will hear of it. Where it will not, the message comes again and must find itself remembered.
    /// </param>
    public Settlement OnFailure(AmqpDelivery message, bool canSettle)
    {
        slowdown.OnFailure(message);
        if (slowdown.IsActive)
            return Settlement.Requeued;
        if (canSettle && message.Redelivered && _failures.TryTake(message))
            return Settlement.Rejected;
        _failures.Add(message);
        return Settlement.Requeued;
    }
}
