using Pulse;

namespace Library;

[PulseExchanges("builds/v1")]
public static partial class BuildEvents;
