namespace Pulse;

/// <summary>
/// Decides what becomes of a message that a handler failed on: the handler runs again as often as the user said, then the
/// message is requeued on its first failure and rejected on its second. While something that the handlers need seems to be
/// away, no failure counts as a second one.
/// </summary>
/// <remarks>
/// Nothing in a message tells which failure it is. "Redelivered" is also set when nobody failed: after a pause, a lost
/// connection, a restart; not set, it proves that an equal message failed and not this one. A quorum queue's
/// x-delivery-count counts every return, whatever the reason. So this process's own memory decides.
/// </remarks>
internal sealed class FailurePolicy(Slowdown slowdown, RetryPolicy? retry)
{
    private const int Remembered = 10_000;

    private readonly MessageCounts _failures = new(Remembered);

    /// <summary>Whether something that the handlers need seems to be away.</summary>
    public bool IsSlowedDown => slowdown.IsActive;

    /// <summary>To be called when a handler has returned.</summary>
    public void OnSuccess(AmqpDelivery message)
    {
        slowdown.OnSuccess(message);
        // Should an equal message fail one day, it has its own two chances.
        if (message.Redelivered)
            _failures.TryTake(message);
    }

    /// <summary>To be called each time that a handler has thrown.</summary>
    public void OnFailure(AmqpDelivery message) => slowdown.OnFailure(message);

    /// <summary>How long to wait before the handler runs again on the delivery; <see langword="null"/> if it does not.</summary>
    /// <param name="failure">Why it failed.</param>
    /// <param name="failures">How often it has failed.</param>
    /// <param name="order">Whether it may be given back instead.</param>
    /// <exception cref="Exception">The user's condition threw.</exception>
    public TimeSpan? PauseBeforeNextRun(Exception failure, int failures, DeliveryOrder order)
    {
        if (retry is not null && retry.RunsAgain(failures, failure))
            return retry.PauseAfter(failures);
        return retry is null && failures == 1 && order != DeliveryOrder.None ? TimeSpan.Zero : null;
    }

    /// <summary>Whether a message that can be given back is requeued or rejected.</summary>
    /// <param name="message">The message.</param>
    /// <param name="canSettle">
    /// Whether the broker will hear of it. Where it will not, the message comes again and must find itself remembered.
    /// </param>
    public Settlement Settle(AmqpDelivery message, bool canSettle)
    {
        if (slowdown.IsActive)
            return Settlement.Requeued;
        if (canSettle && message.Redelivered && _failures.TryTake(message))
            return Settlement.Rejected;
        _failures.Add(message);
        return Settlement.Requeued;
    }
}
