using Pulse.References.Collections;

namespace Pulse.References.Specs;

/// <summary>Everything that is emitted for one service. Equal specs give equal code.</summary>
internal sealed record ServiceSpec(
    string Service,
    string Title,
    string Description,
    EquatableArray<BindingSpec> Bindings,
    EquatableArray<RecordSpec> Records,
    EquatableArray<EnumSpec> Enums,
    EquatableArray<UnionSpec> Unions
);

/// <summary>An exchange, emitted as the type that binds to it and the type of its routing keys.</summary>
internal sealed record BindingSpec(
    string Name,
    string KeyName,
    string ExchangeName,
    string Description,
    EquatableArray<FieldSpec> Fields,
    TypeSpec Payload,
    CheckSpec PayloadCheck
)
{
    /// <summary>The position of the field of several words; -1 for none.</summary>
    public int MultipleWordsAt =>
        Fields
            .Select((word, position) => word.HasMultipleWords ? position : -1)
            .Where(position => position >= 0)
            .DefaultIfEmpty(-1)
            .First();

    /// <summary>The form of the routing keys: <c>primary . taskId . runId . reserved…</c>.</summary>
    public string KeyForm(string separator) =>
        string.Join(
            separator,
            Fields.Select(word => word.Constant ?? (word.HasMultipleWords ? $"{word.Name}…" : word.Name))
        );
}

/// <summary>A field of the routing key, emitted as a property of the binding and of the key.</summary>
internal sealed record FieldSpec(
    string Name,
    string PropertyName,
    string Summary,
    string? Constant,
    bool IsRequired,
    bool HasMultipleWords,
    WordConstraint Constraint
);

/// <summary>The constraints on a routing-key field, from the payload's property of the same name.</summary>
internal sealed record WordConstraint(string? Pattern, int? MaxLength, EquatableArray<string> Values)
{
    public static readonly WordConstraint None = new(null, null, default);
}

/// <summary>
/// An object schema, emitted as a record; <paramref name="Rest"/> is the property for those without a name,
/// <paramref name="Constraints"/> what the schema demands of the properties, as JSON, and <paramref name="Check"/> what it
/// demands of the object itself.
/// </summary>
internal sealed record RecordSpec(
    string Name,
    string Description,
    EquatableArray<PropertySpec> Properties,
    RestSpec? Rest,
    string Constraints,
    CheckSpec Check
);

/// <summary>The property of a record for the properties that the schema does not name.</summary>
internal sealed record RestSpec(string Name, TypeSpec Value, CheckSpec Check);

/// <summary>A property of a record; an identifier is a string that hardly any other message has.</summary>
internal sealed record PropertySpec(
    string JsonName,
    string Name,
    string Description,
    TypeSpec Type,
    bool IsRequired,
    bool IsIdentifier,
    CheckSpec Check
);

/// <summary>A set of strings that may grow, emitted as an open enum.</summary>
internal sealed record EnumSpec(string Name, string Description, EquatableArray<EnumValueSpec> Values);

/// <summary>A known value of an open enum.</summary>
internal sealed record EnumValueSpec(string Text, string Name);

/// <summary>
/// Schemas of which one applies, emitted as an abstract record with a nested one for each case. The constant of
/// <paramref name="Property"/> tells object cases apart; if it is null, something else does.
/// </summary>
internal sealed record UnionSpec(
    string Name,
    string Description,
    EquatableArray<UnionCaseSpec> Cases,
    string? Property
);

/// <summary>
/// A case of a union: the kinds of JSON that its values are, and the <paramref name="Marker"/>: the constant of the
/// union's property, or a property that only this case has; null if the kind is enough.
/// </summary>
internal sealed record UnionCaseSpec(
    string Name,
    TypeSpec Value,
    EquatableArray<string> Kinds,
    string? Marker,
    CheckSpec Check
);
