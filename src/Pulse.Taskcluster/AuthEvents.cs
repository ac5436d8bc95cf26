namespace Pulse;

/// <summary>The exchanges of Taskcluster's auth service: clients and roles that are created, changed and deleted.</summary>
[PulseExchanges("auth/v1")]
public static partial class AuthEvents;
