namespace Pulse;

/// <summary>Why the broker closed a channel because of a message that was published on it.</summary>
/// <param name="ReplyCode">The broker's code, such as 404.</param>
/// <param name="ReplyText">The broker's text.</param>
/// <param name="Cause">The client's exception.</param>
internal sealed record PublishClosure(ushort ReplyCode, string ReplyText, Exception Cause)
{
    public PublishRefusal Reason =>
        ReplyCode switch
        {
            AmqpErrors.NotFound => PublishRefusal.ExchangeNotFound,
            AmqpErrors.AccessRefused => PublishRefusal.AccessRefused,
            _ => PublishRefusal.Invalid,
        };

    /// <summary>Whether the broker names an exchange; it names nothing else of a message.</summary>
    public bool Names(string exchange) => ReplyText.Contains($"exchange '{exchange}'", StringComparison.Ordinal);
}
