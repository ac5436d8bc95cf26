namespace Pulse;

/// <summary>The exchange of Taskcluster's notify service: notifications that were asked for by Pulse.</summary>
[PulseExchanges("notify/v1")]
public static partial class NotifyEvents;
