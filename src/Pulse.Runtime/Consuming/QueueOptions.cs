using System.Collections.Immutable;

namespace Pulse;

/// <summary>A queue and what happens to its messages, as a builder describes it.</summary>
internal sealed record QueueOptions
{
    private const ushort DefaultPrefetch = 20;

    /// <summary>What all names of the user's queues begin with, such as <c>queue/alice/</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>The queue's name without the prefix; <see langword="null"/> for an anonymous queue.</summary>
    public required string? Name { get; init; }

    public ImmutableDictionary<string, object> Arguments { get; init; } = ImmutableDictionary<string, object>.Empty;

    public ushort Prefetch { get; init; } = DefaultPrefetch;

    public HandlerOptions Handlers { get; init; } = new();

    /// <summary>Whether the broker keeps a message that is rejected, as far as the arguments tell.</summary>
    public bool KeepsRejected => Arguments.ContainsKey(QueueDeclaration.DeadLetterArgument);

    /// <summary>The queue as it is declared; an anonymous one has another name each time.</summary>
    public QueueDeclaration Declare() =>
        new(
            Prefix + (Name ?? Guid.NewGuid().ToString("N")),
            Durable: Name is not null,
            Exclusive: Name is null,
            Arguments
        );
}
