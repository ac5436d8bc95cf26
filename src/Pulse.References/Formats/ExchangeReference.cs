using Pulse.References.Scanning;

namespace Pulse.References.Formats;

/// <summary>The exchanges of a service, as its author describes them; every input format becomes this.</summary>
internal sealed record ExchangeReference(
    ServiceKey Service,
    string Title,
    string Description,
    string ExchangePrefix,
    IReadOnlyList<ExchangeEntry> Entries
);

/// <summary>One exchange of a reference; <paramref name="Pointer"/> is its position in the document.</summary>
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
