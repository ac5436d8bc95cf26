namespace Pulse;

/// <summary>What became of a queue while it was not consumed.</summary>
/// <param name="Before">The queue as the broker had it.</param>
/// <param name="WasConnectionLost">Whether a connection was lost, and not just the channel or the consumer.</param>
/// <param name="WasGone">Whether the queue was gone from the broker.</param>
/// <param name="MayBeGone">Whether it may have been gone, since the broker did not say.</param>
internal record struct QueueAbsence(
    QueueDeclaration Before,
    bool WasConnectionLost,
    bool WasGone,
    bool MayBeGone = false
)
{
    /// <summary>
    /// Whether messages may have been missed. Says <c>None</c> only where that is certain, but for what AMQP cannot tell: that
    /// a durable queue was deleted, and declared again in the same way by another consumer.
    /// </summary>
    /// <param name="now">The queue as the broker has it now.</param>
    /// <param name="isStream">Whether it is a stream, if that is known.</param>
    /// <param name="streamOffset">Where in a stream consuming began again; null where that was the broker's choice.</param>
    public readonly MissedMessages MissedIn(QueueDeclaration now, bool? isStream, long? streamOffset)
    {
        if (WasGone || MayBeGone)
            return now.Exclusive ? MissedMessages.AnonymousQueue : MissedMessages.QueueCreatedAnew;
        // Another consumer has declared it in another way.
        if (now.Durable != Before.Durable || now.IsStream != Before.IsStream || now.IsQuorum != Before.IsQuorum)
            return MissedMessages.QueueCreatedAnew;
        if (isStream is not false && streamOffset is null)
            return isStream is true ? MissedMessages.StreamPositionUnknown : MissedMessages.Unknown;
        // The broker may have restarted, and another consumer have declared it again since. Streams are durable.
        var mayHaveDied = isStream is not true && !now.Durable && !now.Exclusive;
        return WasConnectionLost && mayHaveDied ? MissedMessages.Unknown : MissedMessages.None;
    }
}
