namespace Pulse;

/// <summary>
/// The broker refused a message; <see cref="Reason"/> says why. It is not sent again. Other messages of the
/// publisher do not fail with it; those that were not confirmed yet may be sent again.
/// </summary>
/// <param name="message">What was refused, why, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class PublishRefusedException(string message, Exception? innerException = null)
    : PublishException(message, innerException)
{
    /// <summary>Why the broker refused the message.</summary>
    public required PublishRefusal Reason { get; init; }
}
