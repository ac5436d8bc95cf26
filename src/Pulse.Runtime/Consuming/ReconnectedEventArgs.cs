namespace Pulse;

/// <summary>Says that a queue that was lost is consumed again.</summary>
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
