namespace Pulse;

/// <summary>The exchanges of Taskcluster's worker manager: worker pools, their workers, errors and launch configurations.</summary>
[PulseExchanges("worker-manager/v1")]
public static partial class WorkerManagerEvents;
