namespace Pulse;

/// <summary>The exchanges of Taskcluster's queue service: every step of a task, from its definition to its resolution.</summary>
[PulseExchanges("queue/v1")]
public static partial class QueueEvents;
