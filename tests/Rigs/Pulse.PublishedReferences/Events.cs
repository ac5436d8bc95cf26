#if PUBLISHED_REFERENCES
namespace Pulse.PublishedReferences;

[PulseExchanges("auth/v1")]
public static partial class AuthEvents;

[PulseExchanges("github/v1")]
public static partial class GithubEvents;

[PulseExchanges("hooks/v1")]
public static partial class HooksEvents;

[PulseExchanges("notify/v1")]
public static partial class NotifyEvents;

[PulseExchanges("queue/v1")]
public static partial class QueueEvents;

[PulseExchanges("worker-manager/v1")]
public static partial class WorkerManagerEvents;
#endif
