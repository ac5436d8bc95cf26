namespace Pulse;

/// <summary>Whether messages may have been missed while a queue was away, and why.</summary>
public enum MissedMessages
{
    /// <summary>
    /// The queue existed all the time and has kept what came, as far as a broker can tell: a durable queue that was deleted
    /// meanwhile, and declared again in the same way by another consumer that was told of it, looks the same.
    /// </summary>
    None,

    /// <summary>
    /// The queue is anonymous: it went with its connection, and its successor has what came since it was bound.
    /// </summary>
    AnonymousQueue,

    /// <summary>
    /// The queue was gone from the broker (deleted, or not durable and the broker was restarted) and has been created
    /// again, by this consumer or another one: what it held is lost, and so is what came in between. Also reported where
    /// the broker cancelled the consumer, which it does when a queue is deleted, and seldom for another reason, and where it
    /// refuses to say whether the queue exists.
    /// </summary>
    QueueCreatedAnew,

    /// <summary>
    /// The connection was lost, and the queue is not durable, or was not declared here and may not be: had the broker
    /// restarted, it would have been gone, with what it held, and another consumer may have created it again.
    /// </summary>
    Unknown,

    /// <summary>
    /// The queue is a stream, and no message of it had been handled yet: consuming begins again with what the broker has at
    /// this moment (<see cref="StreamOffset.Next"/> or <see cref="StreamOffset.Last"/>).
    /// </summary>
    StreamPositionUnknown,
}
