namespace Pulse;

/// <summary>A queue as it is declared; never auto-delete, so that it survives a pause.</summary>
internal sealed record QueueDeclaration(
    string Name,
    bool Durable,
    bool Exclusive,
    IReadOnlyDictionary<string, object> Arguments
)
{
    /// <summary>Whether it says of which type the queue is; otherwise the broker decides.</summary>
    public bool HasType => Type is not null;

    public bool IsStream => Type is QueueArgument.Stream;

    public bool IsQuorum => Type is QueueArgument.Quorum;

    /// <summary>Whether the broker keeps a message that is rejected, as far as the arguments tell.</summary>
    public bool KeepsRejected => Arguments.ContainsKey(QueueArgument.DeadLetterExchange);

    private string? Type => Arguments.TryGetValue(QueueArgument.Type, out var type) ? type as string : null;
}
