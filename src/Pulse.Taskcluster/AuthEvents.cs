namespace Pulse;

/// <summary>The exchanges of Taskcluster's auth service: clients and roles that come, change and go.</summary>
[PulseExchanges("auth/v1")]
public static partial class AuthEvents;
