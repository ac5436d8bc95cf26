namespace Pulse;

/// <summary>A queue as it is declared; never auto-delete, so that it survives a pause.</summary>
internal sealed record QueueDeclaration(
    string Name,
    bool Durable,
    bool Exclusive,
    IReadOnlyDictionary<string, object> Arguments
);
