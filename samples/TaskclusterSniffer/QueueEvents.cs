using Pulse;

namespace TaskclusterSniffer;

/// <summary>The bindings and messages of the queue service, generated from its reference.</summary>
[PulseExchanges("queue/v1")]
public static partial class QueueEvents;
