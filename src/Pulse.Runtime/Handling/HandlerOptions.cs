using System.Collections.Immutable;

namespace Pulse;

/// <summary>What happens to a queue's messages.</summary>
internal sealed record HandlerOptions
{
    /// <summary>In the order in which they are tried.</summary>
    public ImmutableList<Subscription> Subscriptions { get; init; } = [];

    /// <summary>How many handlers may run at once.</summary>
    public int Concurrency { get; init; } = 1;

    public RetryPolicy? Retry { get; init; }

    public Acknowledgement Acknowledgement { get; init; } = Acknowledgement.AfterHandler;

    public Func<Delivery, UndecodableMessageException, Task>? OnUndecodable { get; init; }

    public Func<Delivery, Exception, Task>? OnFailed { get; init; }

    public Func<Delivery, CancellationToken, Task>? OnUnmatched { get; init; }
}
