using Pulse;

namespace TaskclusterSniffer;

/// <summary>The messages of the GitHub service: pushes, pull requests, and the task groups created for them.</summary>
[PulseExchanges("github/v1")]
public static partial class GithubEvents;
