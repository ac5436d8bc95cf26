using System.Text;

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

    /// <summary>
    /// Whether the message says what is known, so that <see cref="ToString"/> only names the innermost cause: the client's
    /// own exceptions are nested deeply.
    /// </summary>
    private protected virtual bool SaysAll => false;

    /// <summary>The message, the cause, and where the exception was thrown.</summary>
    /// <returns>The type, the message, the cause and the stack trace.</returns>
    public override string ToString()
    {
        if (!SaysAll)
            return base.ToString();
        var text = new StringBuilder().Append(GetType()).Append(": ").Append(Message);
        if (InnerException?.GetBaseException() is { } cause and not (PulseException or AggregateException))
            text.Append("\n ---> ").Append(cause.GetType()).Append(": ").Append(cause.Message);
        if (StackTrace is { } trace)
            text.Append('\n').Append(trace);
        return text.ToString();
    }
}
