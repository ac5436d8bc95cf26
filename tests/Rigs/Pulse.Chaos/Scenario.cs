namespace Pulse.Chaos;

/// <summary>Consumers of one queue, mostly one, and the faults that come over them one after the other.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Steps">The faults, in order.</param>
internal sealed record Scenario(string Name, IReadOnlyList<Step> Steps)
{
    /// <summary>
    /// Played on a cluster of three with a quorum queue, publisher and consumer on a node that survives; else on one
    /// node.
    /// </summary>
    public bool OnCluster { get; init; }

    public bool IsQuorum => OnCluster || DeliveryLimit is not null;

    /// <summary>The consumers' connections go through a proxy; else straight to the broker.</summary>
    public bool ThroughProxy { get; init; }

    /// <summary>How long the broker lets a message be unsettled.</summary>
    public TimeSpan? ConsumerTimeout { get; init; }

    /// <summary>How many consumers share the queue, each with a connection of its own.</summary>
    public int Consumers { get; init; } = 1;

    /// <summary>Handlers return first, and their messages are acknowledged by hand a little later.</summary>
    public bool AcknowledgesByHand { get; init; }

    /// <summary>
    /// How many handlers run at once; more than one keep the order of each key, and some fail now and then and run again.
    /// </summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How often a message may come back before the broker drops it; the queue is a quorum queue.</summary>
    public int? DeliveryLimit { get; init; }

    /// <summary>As <see cref="PulseOptions.ConnectTimeout"/>; <see langword="null"/> leaves the library's default.</summary>
    public TimeSpan? ConnectTimeout { get; init; } = Consumer.ConnectTimeout;

    /// <inheritdoc cref="PulseOptions.RecycleInterval"/>
    public TimeSpan? RecycleInterval { get; init; }

    /// <summary>How often at most the faults break a consumer's connection or channel.</summary>
    public int FaultCount => Steps.Sum(step => step.Fault.Count);
}

/// <summary>A fault, and how long the consumer is left in peace before.</summary>
internal sealed record Step(TimeSpan Peace, Fault Fault);
