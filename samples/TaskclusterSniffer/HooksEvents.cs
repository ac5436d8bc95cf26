using Pulse;

namespace TaskclusterSniffer;

/// <summary>What the hooks service announces: hooks that are created, updated and deleted.</summary>
[PulseExchanges("hooks/v1")]
public static partial class HooksEvents;
