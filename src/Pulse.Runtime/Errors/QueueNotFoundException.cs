namespace Pulse;

/// <summary>A queue that is not declared here does not exist (the broker's 404).</summary>
/// <param name="queueName">The queue's full name.</param>
/// <param name="message">What went wrong, where, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class QueueNotFoundException(string queueName, string message, Exception? innerException = null)
    : PulseException(message, innerException)
{
    /// <summary>The queue's full name.</summary>
    public string QueueName { get; } = queueName;

    private protected override bool SaysAll => true;
}
