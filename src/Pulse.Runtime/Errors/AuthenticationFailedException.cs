namespace Pulse;

/// <summary>The broker refused the user's login.</summary>
/// <param name="message">What went wrong, where, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class AuthenticationFailedException(string message, Exception? innerException = null)
    : PulseException(message, innerException)
{
    private protected override bool SaysAll => true;
}
