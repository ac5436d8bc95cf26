using Pulse;

namespace TaskclusterSniffer;

/// <summary>What the GitHub service announces: pushes, pull requests, and the task groups made of them.</summary>
[PulseExchanges("github/v1")]
public static partial class GithubEvents;
