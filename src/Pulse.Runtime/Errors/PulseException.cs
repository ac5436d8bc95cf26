namespace Pulse;

/// <summary>
/// Something went wrong between this process and the broker. The message says what, where, and what to do; the
/// cause is the <see cref="Exception.InnerException"/>. No password is ever part of it.
/// </summary>
public class PulseException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public PulseException(string message, Exception? innerException = null)
        : base(message, innerException) { }

    /// <summary>
    /// The broker's reply code (AMQP 0-9-1, 1.2), such as 404; <see langword="null"/> where the broker did not reply.
    /// </summary>
    public int? ReplyCode { get; init; }

    /// <summary>
    /// Whether the same attempt may succeed later with nothing changed here: <see langword="true"/> for a lost
    /// connection or an answer that did not come, <see langword="false"/> for a refused login or a missing permission.
    /// </summary>
    public bool IsTransient { get; init; }
}
