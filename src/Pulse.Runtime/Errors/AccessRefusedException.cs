namespace Pulse;

/// <summary>The user lacks a permission (the broker's 403).</summary>
/// <param name="message">What was refused, which permission is missing, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class AccessRefusedException(string message, Exception? innerException = null)
    : PulseException(message, innerException)
{
    private protected override bool SaysAll => true;
}
