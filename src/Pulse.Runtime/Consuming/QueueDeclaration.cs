namespace Pulse;

/// <summary>A queue as it is to be declared; never auto-delete, so that it survives a pause.</summary>
internal sealed record QueueDeclaration(
    string Name,
    bool Durable,
    bool Exclusive,
    IReadOnlyDictionary<string, object> Arguments
)
{
    /// <summary>The same for an anonymous queue's successor: another identifier for a name.</summary>
    public QueueDeclaration WithAnotherName() =>
        this with
        {
            Name = $"{Name[..(Name.LastIndexOf('/') + 1)]}{Guid.NewGuid():N}",
        };
}
