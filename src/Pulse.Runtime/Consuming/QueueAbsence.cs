namespace Pulse;

/// <summary>
/// What is known of a queue from the moment that it is not consumed any more until it is again: whether it, or messages of
/// it, may have been lost meanwhile. For the recovery loop alone.
/// </summary>
/// <param name="before">The queue as the broker had it.</param>
/// <param name="ended">The connection that it was consumed on.</param>
/// <param name="isCancelled">
/// Whether the broker cancelled its consumer, as it does when the queue is deleted, which another consumer may have
/// declared again by now.
/// </param>
internal sealed class QueueAbsence(QueueDeclaration before, AmqpConnection ended, bool isCancelled)
{
    private AmqpConnection _tried = ended;
    private bool _wasConnectionLost; // And not just the channel or the consumer.
    private bool _mayBeGone = isCancelled;
    private bool _isLostAgain;

    /// <summary>Whether the queue was gone from the broker.</summary>
    public bool WasGone { get; private set; } = isCancelled;

    /// <summary>To be called when consuming is tried again.</summary>
    public void OnAttempt(AmqpConnection connection)
    {
        _wasConnectionLost |= _tried.LossReason is not null;
        _tried = connection;
    }

    /// <summary>To be called when the broker was asked for the queue, before it is declared.</summary>
    /// <param name="isGone">The answer; <see langword="null"/> where the broker does not say.</param>
    public void OnAnswer(bool? isGone)
    {
        // Once is enough: an attempt that creates the queue may fail later.
        _mayBeGone |= isGone is not false;
        WasGone |= isGone is true;
    }

    /// <summary>
    /// To be called before it is consumed: whether the connection was lost once more, before the broker could be asked
    /// whether the queue is a stream. Then the next absence will tell.
    /// </summary>
    public void OnConsuming(bool isLostAgain) => _isLostAgain = isLostAgain;

    /// <summary>
    /// Whether messages may have been missed. Says <c>None</c> only where that is certain, but for what AMQP cannot tell: that
    /// a durable queue was deleted, and declared again in the same way by another consumer.
    /// </summary>
    /// <param name="now">The queue as the broker has it now.</param>
    /// <param name="isStream">Whether it is a stream, if that is known.</param>
    /// <param name="start">Where consuming began again, if it is one.</param>
    public MissedMessages MissedIn(QueueDeclaration now, bool? isStream, StreamOffset start)
    {
        if (_mayBeGone)
            return now.Exclusive ? MissedMessages.AnonymousQueue : MissedMessages.QueueCreatedAnew;
        // Another consumer has declared it in another way.
        if (now.Durable != before.Durable || now.IsStream != before.IsStream || now.IsQuorum != before.IsQuorum)
            return MissedMessages.QueueCreatedAnew;
        if (_isLostAgain)
            isStream ??= false;
        if (isStream is not false && !start.IsFixed)
            return isStream is true ? MissedMessages.StreamPositionUnknown : MissedMessages.Unknown;
        // The broker may have restarted, and another consumer have declared it again since. Streams are durable.
        var mayHaveDied = isStream is not true && !now.Durable && !now.Exclusive;
        return _wasConnectionLost && mayHaveDied ? MissedMessages.Unknown : MissedMessages.None;
    }
}
