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

    /// <summary>
    /// The messages that it may be about: the broker names the exchange and nothing else, and had read on and dropped what
    /// followed.
    /// </summary>
    public IReadOnlyList<OutgoingMessage> SuspectsAmong(IReadOnlyList<OutgoingMessage> unconfirmed)
    {
        var named = unconfirmed
            .Where(message => ReplyText.Contains($"exchange '{message.Content.Exchange}'", StringComparison.Ordinal))
            .ToList();
        return named.Count > 0 ? named : unconfirmed;
    }
}
