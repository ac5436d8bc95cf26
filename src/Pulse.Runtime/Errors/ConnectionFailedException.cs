namespace Pulse;

/// <summary>
/// The connection could not be opened or was lost: network, TLS, virtual host, or a broker that does not answer.
/// </summary>
/// <param name="message">What went wrong, where, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class ConnectionFailedException(string message, Exception? innerException = null)
    : PulseException(message, innerException)
{
    /// <summary>Whether the cause is the application's own exception, whose stack trace tells more than the message.</summary>
    internal bool IsCausedByApplication { get; init; }

    private protected override bool SaysAll => !IsCausedByApplication;
}
