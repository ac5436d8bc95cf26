namespace Pulse;

/// <summary>An exchange does not exist (the broker's 404).</summary>
/// <param name="exchangeName">The exchange, by its name at the broker.</param>
/// <param name="message">What went wrong, where, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class ExchangeNotFoundException(string exchangeName, string message, Exception? innerException = null)
    : PulseException(message, innerException)
{
    /// <summary>The exchange, by its name at the broker.</summary>
    public string ExchangeName { get; } = exchangeName;

    private protected override bool SaysAll => true;
}
