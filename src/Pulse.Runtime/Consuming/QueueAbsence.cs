namespace Pulse;

/// <summary>What became of a queue while it was not consumed.</summary>
/// <param name="Before">The queue as the broker had it.</param>
/// <param name="WasConnectionLost">Whether the connection was lost, and not just the channel or the consumer.</param>
/// <param name="WasGone">Whether the queue was gone from the broker.</param>
internal record struct QueueAbsence(QueueDeclaration Before, bool WasConnectionLost, bool WasGone)
{
    /// <summary>Whether messages may have been missed. Says <c>None</c> only where that is certain.</summary>
    /// <param name="now">The queue as the broker has it now.</param>
    /// <param name="streamOffset">Where consuming a stream goes on, if that is known.</param>
    public readonly MissedMessages MissedIn(QueueDeclaration now, long? streamOffset)
    {
        if (WasGone)
            return now.Exclusive ? MissedMessages.AnonymousQueue : MissedMessages.QueueCreatedAnew;
        // Another consumer has declared it in another way.
        if (now.Durable != Before.Durable || now.IsStream != Before.IsStream || now.IsQuorum != Before.IsQuorum)
            return MissedMessages.QueueCreatedAnew;
        if (now.IsStream && streamOffset is null)
            return MissedMessages.StreamPositionUnknown;
        // The broker may have restarted, and another consumer have declared it again since.
        return WasConnectionLost && !now.Durable && !now.Exclusive ? MissedMessages.Unknown : MissedMessages.None;
    }
}
