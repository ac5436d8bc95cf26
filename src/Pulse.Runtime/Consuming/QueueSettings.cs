namespace Pulse;

/// <summary>Who tells the broker that a message is done with, and when.</summary>
internal enum Acknowledgement
{
    AfterHandler,
    BeforeHandler,
    ByHandler,
}

/// <summary>A queue and what happens to its messages: what a builder said at the moment of consuming.</summary>
internal sealed record QueueSettings
{
    /// <summary>With exchange names as at the broker.</summary>
    public required IReadOnlyList<Subscription> Subscriptions { get; init; }

    public required QueueDeclaration Declaration { get; init; }

    public required ushort Prefetch { get; init; }

    public required Acknowledgement Acknowledgement { get; init; }

    public Func<Delivery, UndecodableMessageException, Task>? OnUndecodable { get; init; }

    public Func<Delivery, Task>? OnUnmatched { get; init; }

    /// <summary>Whether a message that is refused leaves a trace somewhere.</summary>
    public bool KeepsRefused =>
        OnUndecodable is not null || Declaration.Arguments.ContainsKey("x-dead-letter-exchange");
}
