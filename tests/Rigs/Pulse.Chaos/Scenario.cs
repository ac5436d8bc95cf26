namespace Pulse.Chaos;

/// <summary>A consumer, and the faults that come over it one after the other.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Steps">The faults, in order.</param>
internal sealed record Scenario(string Name, IReadOnlyList<Step> Steps)
{
    /// <summary>
    /// Played on a cluster of three with a quorum queue, publisher and consumer on a node that survives; else on one
    /// node with a classic queue.
    /// </summary>
    public bool OnCluster { get; init; }

    /// <summary>The consumer's connection goes through a proxy; else straight to the broker.</summary>
    public bool ThroughProxy { get; init; }

    /// <summary>How long the broker lets a message be unsettled.</summary>
    public TimeSpan? ConsumerTimeout { get; init; }

    /// <summary>How often at most the faults break a consumer's connection or channel.</summary>
    public int FaultCount => Steps.Sum(step => step.Fault.Count);
}

/// <summary>A fault, and how long the consumer is left in peace before.</summary>
internal sealed record Step(TimeSpan Peace, Fault Fault);
