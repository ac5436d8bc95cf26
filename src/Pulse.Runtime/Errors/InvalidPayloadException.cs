namespace Pulse;

/// <summary>A payload does not fit its schema: the exception lists every place where it does not.</summary>
/// <param name="faults">The places where the payload does not fit its schema.</param>
/// <param name="message">What does not fit, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class InvalidPayloadException(
    IReadOnlyList<PayloadFault> faults,
    string message,
    Exception? innerException = null
) : PulseException(message, innerException)
{
    /// <summary>The places where the payload does not fit its schema; at least one.</summary>
    public IReadOnlyList<PayloadFault> Faults { get; } = faults;

    private protected override bool SaysAll => true;
}
