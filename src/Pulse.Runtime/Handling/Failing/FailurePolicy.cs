namespace Pulse;

/// <summary>
/// Decides what becomes of a message that a handler failed on: it is requeued on its first failure and rejected on its
/// second.
/// </summary>
/// <remarks>
/// Nothing in a message tells which failure it is:
/// <list type="bullet">
/// <item>"Redelivered" is also set when nobody failed: after a pause, a lost connection, a restart. Not set, it
/// proves that an equal message failed and not this one.</item>
/// <item>A quorum queue's x-delivery-count counts every return, and not only failures. RabbitMQ 3.10 counts one for
/// basic.reject, basic.nack and the closing of channel or connection alike, so there is no way to return a message
/// that never ran that would not be counted.</item>
/// </list>
/// So this process's own memory decides. Beyond it the count tells what others did: less what we returned
/// ourselves, two returns are a failure before (a message that makes process after process fail must end); a
/// single one may be another process that paused or was closed.
/// </remarks>
internal sealed class FailurePolicy(FailureMemory memory)
{
    /// <summary>To be called when a handler has returned.</summary>
    public void OnSuccess(AmqpDelivery message)
    {
        // Should an equal message fail one day, it has its own two chances.
        if (message.Redelivered)
            memory.TryTakeFailure(message);
    }

    /// <summary>Whether a message that a handler has thrown on is requeued or rejected.</summary>
    /// <param name="message">The message.</param>
    /// <param name="canSettle">
    /// Whether the broker will hear of it. Where it will not, the message comes again and must find itself remembered.
    /// </param>
    public Settlement OnFailure(AmqpDelivery message, bool canSettle)
    {
        if (canSettle && HasFailedBefore(message))
            return Settlement.Rejected;
        memory.AddFailure(message);
        return Settlement.Requeued;
    }

    private bool HasFailedBefore(AmqpDelivery message) =>
        message.Redelivered
        && (memory.TryTakeFailure(message) || DeliveryCount(message) - memory.ReturnsOf(message) >= 2);

    private static long DeliveryCount(AmqpDelivery message) =>
        message.Properties.Headers.TryGetValue("x-delivery-count", out var count)
            ? count switch
            {
                long many => many,
                int many => many,
                _ => 0,
            }
            : 0;
}
