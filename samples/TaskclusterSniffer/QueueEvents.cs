using Pulse;

namespace TaskclusterSniffer;

/// <summary>What the queue service announces: bindings and messages, generated from its reference.</summary>
[PulseExchanges("queue/v1")]
public static partial class QueueEvents;
