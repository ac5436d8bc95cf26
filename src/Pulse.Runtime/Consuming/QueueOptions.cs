using System.Collections.Immutable;

namespace Pulse;

/// <summary>A queue and what happens to its messages, as a builder describes it.</summary>
internal sealed record QueueOptions
{
    private const ushort DefaultPrefetch = 20;

    private readonly Func<string> _fullName;

    private QueueOptions(string? name, Func<string> fullName, bool isDeclared)
    {
        Name = name;
        _fullName = fullName;
        IsDeclared = isDeclared;
    }

    /// <summary>The queue's name as it was given; <see langword="null"/> for an anonymous queue.</summary>
    public string? Name { get; }

    /// <summary>Whether the queue is declared and bound here; otherwise it exists, and is only consumed.</summary>
    public bool IsDeclared { get; }

    /// <summary>The arguments that the queue is declared with.</summary>
    public ImmutableList<DescribedArgument> Described { get; init; } = [];

    /// <summary>The arguments that it is consumed with.</summary>
    public ImmutableList<DescribedArgument> DescribedForConsumer { get; init; } = [];

    /// <summary>Where in a stream to begin; <see langword="null"/> where nothing is said of one.</summary>
    public StreamOffset? StreamStart { get; init; }

    /// <summary>Where its dead letters go; <see langword="null"/> where nothing has to be declared for that.</summary>
    public DeadLetters? DeadLetters { get; init; }

    /// <summary>As it was set, if it was.</summary>
    public ushort? SetPrefetch { get; init; }

    /// <summary>How many messages the broker sends ahead of what is settled; 0 means no limit.</summary>
    public ushort Prefetch =>
        SetPrefetch ?? (ushort)Math.Clamp(2 * Handlers.Concurrency, DefaultPrefetch, ushort.MaxValue);

    public HandlerOptions Handlers { get; init; } = new();

    /// <summary>Whether the broker keeps a message that is rejected, as far as the arguments tell.</summary>
    public bool KeepsRejected => Described.Exists(one => one.Name == QueueArgument.DeadLetterExchange);

    /// <summary>Whether it is described as a stream.</summary>
    public bool IsStream => StreamStart is not null || IsOfType(QueueArgument.Stream);

    /// <summary>Whether it is described as a quorum queue.</summary>
    public bool IsQuorum => IsOfType(QueueArgument.Quorum);

    /// <summary>A queue that is declared and bound here, and survives.</summary>
    /// <exception cref="ArgumentException">The full name is over 255 bytes of UTF-8.</exception>
    /// <exception cref="InvalidOperationException">The application's rule did not return a name.</exception>
    public static QueueOptions Named(string name, QueueNaming naming)
    {
        var fullName = naming.FullNameOf(name);
        return new(name, () => fullName, isDeclared: true);
    }

    /// <summary>A queue that lives as long as its connection.</summary>
    /// <exception cref="InvalidOperationException">The application's rule did not return a name.</exception>
    public static QueueOptions Anonymous(QueueNaming naming)
    {
        NewName(); // Throws now rather than when it is declared.
        return new(null, NewName, isDeclared: true);

        string NewName() => naming.FullNameOf(Guid.NewGuid().ToString("N"));
    }

    /// <summary>A queue that exists at the broker, by its full name.</summary>
    public static QueueOptions Existing(string name) => new(name, () => name, isDeclared: false);

    /// <summary>
    /// The queue as it is declared; an anonymous one has another name each time. Whether one that exists is durable is not
    /// known.
    /// </summary>
    public QueueDeclaration Declare() =>
        new(_fullName(), Durable: Name is not null && IsDeclared, Exclusive: Name is null, Described.ToArguments());

    /// <summary>How it is consumed.</summary>
    /// <param name="start">Where to begin, if it is a stream.</param>
    public ConsumeOptions ConsumeFrom(StreamOffset start) => new(Prefetch, start, DescribedForConsumer.ToArguments());

    private bool IsOfType(string type) =>
        Described.Exists(one => one.Name == QueueArgument.Type && one.Value is string described && described == type);
}
