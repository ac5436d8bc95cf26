namespace Pulse;

/// <summary>The exchange of Taskcluster's notify service: notifications that somebody requested by Pulse.</summary>
[PulseExchanges("notify/v1")]
public static partial class NotifyEvents;
