namespace Pulse;

/// <summary>Says that a queue that was lost is consumed again.</summary>
/// <param name="queue">The queue.</param>
/// <param name="missedMessages">Whether messages may have been missed, and why.</param>
/// <param name="outage">The time from the loss until it was consumed again.</param>
public sealed class ReconnectedEventArgs(PulseQueue queue, MissedMessages missedMessages, TimeSpan outage) : EventArgs
{
    /// <summary>The queue that is consumed again.</summary>
    public PulseQueue Queue { get; } = queue;

    /// <summary>Whether messages may have been missed, and why.</summary>
    public MissedMessages MissedMessages { get; } = missedMessages;

    /// <summary>The time from the moment that the loss was noticed until the queue was consumed again.</summary>
    public TimeSpan Outage { get; } = outage;
}
