namespace Pulse.NativeAot;

[PulseExchanges("features/v1")]
internal static partial class FeatureEvents;
