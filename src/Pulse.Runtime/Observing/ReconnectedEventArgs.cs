namespace Pulse;

/// <summary>Why messages may have passed a queue by while it was away.</summary>
public enum MissedMessages
{
    /// <summary>The queue was there all the time and has kept what came.</summary>
    None,

    /// <summary>
    /// The queue is anonymous: it went with its connection, and its successor has what came since it was bound.
    /// </summary>
    AnonymousQueue,

    /// <summary>
    /// The queue was gone from the broker (deleted, or not durable and the broker was restarted) and has been
    /// created anew, by this consumer or another one: what it held is lost, and so is what came in between. Also where
    /// the broker cancelled the consumer, which it does when a queue is deleted, and seldom for another reason.
    /// </summary>
    QueueCreatedAnew,
}

/// <summary>A queue that was lost is consumed again.</summary>
/// <param name="queue">The queue.</param>
/// <param name="missedMessages">Whether messages may have been missed, and why.</param>
/// <param name="outage">How long it was away.</param>
public sealed class ReconnectedEventArgs(PulseQueue queue, MissedMessages missedMessages, TimeSpan outage) : EventArgs
{
    /// <summary>The queue that is back.</summary>
    public PulseQueue Queue { get; } = queue;

    /// <summary>Whether messages may have been missed, and why.</summary>
    public MissedMessages MissedMessages { get; } = missedMessages;

    /// <summary>How long the queue was away, from the moment that its loss was noticed.</summary>
    public TimeSpan Outage { get; } = outage;
}
