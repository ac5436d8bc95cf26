namespace Pulse;

/// <summary>The queue is exclusive to another connection or consumer (the broker's 405 or 403).</summary>
/// <param name="queueName">The queue's full name.</param>
/// <param name="message">What is locked and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class QueueLockedException(string queueName, string message, Exception? innerException = null)
    : PulseException(message, innerException)
{
    /// <summary>The queue's full name.</summary>
    public string QueueName { get; } = queueName;

    private protected override bool SaysAll => true;
}
