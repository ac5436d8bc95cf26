using Pulse.References.Scanning;

namespace Pulse.References.Formats;

/// <summary>An exchange reference, as it was written (format: <c>exchanges-reference-v0.json</c>).</summary>
internal sealed record ExchangeReference(
    ServiceKey Service,
    string Title,
    string Description,
    string ExchangePrefix,
    IReadOnlyList<ExchangeEntry> Entries
);

/// <summary>One exchange of a reference; <paramref name="Pointer"/> says where in the document it stands.</summary>
internal sealed record ExchangeEntry(
    string Name,
    string Exchange,
    string Title,
    string Description,
    IReadOnlyList<RoutingKeyField> RoutingKey,
    string SchemaUri,
    string Pointer
);

/// <summary>One field of an exchange's routing key.</summary>
internal sealed record RoutingKeyField(
    string Name,
    string Summary,
    string? Constant,
    bool Required,
    bool MultipleWords
);
