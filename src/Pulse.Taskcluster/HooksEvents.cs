namespace Pulse;

/// <summary>The exchanges of Taskcluster's hooks service: hooks that are created, updated and deleted.</summary>
[PulseExchanges("hooks/v1")]
public static partial class HooksEvents;
