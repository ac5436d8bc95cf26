namespace Pulse;

/// <summary>The exchanges of Taskcluster's GitHub service: pushes, pull requests, releases and reruns, and the task groups created for them.</summary>
[PulseExchanges("github/v1")]
public static partial class GithubEvents;
