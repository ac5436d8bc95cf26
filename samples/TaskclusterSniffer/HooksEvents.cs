using Pulse;

namespace TaskclusterSniffer;

/// <summary>The messages of the hooks service: hooks that are created, updated and deleted.</summary>
[PulseExchanges("hooks/v1")]
public static partial class HooksEvents;
