namespace Pulse.Decoding.Tests.Features;

[PulseExchanges("features/v1")]
public static partial class FeatureEvents;
