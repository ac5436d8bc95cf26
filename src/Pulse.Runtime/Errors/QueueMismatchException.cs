namespace Pulse;

/// <summary>The queue exists with other arguments than those asked for (the broker's 406).</summary>
/// <param name="queueName">The queue's full name.</param>
/// <param name="argumentName">The argument that differs, such as <c>x-dead-letter-exchange</c>.</param>
/// <param name="requested">Its value here; <see langword="null"/> where it is not set.</param>
/// <param name="actual">Its value at the broker; <see langword="null"/> where it is not set.</param>
/// <param name="message">What differs and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class QueueMismatchException(
    string queueName,
    string argumentName,
    string? requested,
    string? actual,
    string message,
    Exception? innerException = null
) : PulseException(message, innerException)
{
    /// <summary>The queue's full name.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>
    /// The argument that differs, such as <c>x-dead-letter-exchange</c>, <c>durable</c> or <c>auto_delete</c>.
    /// </summary>
    public string ArgumentName { get; } = argumentName;

    /// <summary>
    /// The argument's value as asked for, as a string; <see langword="null"/> where it was not asked for.
    /// </summary>
    public string? Requested { get; } = requested;

    /// <summary>
    /// The argument's value at the broker, as a string; <see langword="null"/> where the queue does not have it.
    /// </summary>
    public string? Actual { get; } = actual;

    private protected override bool SaysAll => true;
}
