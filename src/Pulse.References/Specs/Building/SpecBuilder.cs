using NJsonSchema;
using Pulse.References.Collections;
using Pulse.References.Formats;
using Pulse.References.Naming;
using Pulse.References.Schemas.Flattening;
using Pulse.References.Schemas.Reading;

namespace Pulse.References.Specs.Building;

/// <summary>Turns a parsed reference and its resolved schemas into the spec of what is emitted.</summary>
internal sealed class SpecBuilder
{
    private readonly ExchangeReference _reference;
    private readonly IReadOnlyDictionary<ExchangeEntry, int> _messages;
    private readonly SchemaModel _model;
    private readonly IReadOnlyList<string> _bindings;
    private readonly List<SchemaShape> _types;
    private readonly TypeNames _names;
    private readonly TypeMapper _mapper;

    /// <param name="reference">The reference.</param>
    /// <param name="messages">The numbers of the message schemas of the entries to emit.</param>
    /// <param name="model">The schemas.</param>
    /// <param name="className">The class that everything is nested in.</param>
    public SpecBuilder(
        ExchangeReference reference,
        IReadOnlyDictionary<ExchangeEntry, int> messages,
        SchemaModel model,
        string className
    )
    {
        _reference = reference;
        _messages = messages;
        _model = model;
        _bindings = MemberNames.Of(
            [.. Entries.Select(entry => (entry.Name, (string?)null))],
            className,
            TakenNames.OfTypes,
            StringComparer.OrdinalIgnoreCase
        );
        _types = ReachableTypes.Of(model, messages.Values);
        _names = new TypeNames(model, _types, [className, .. _bindings, .. TakenNames.OfTypes], reference.Service.Name);
        _mapper = new TypeMapper(model, _names.Of);
    }

    private IEnumerable<ExchangeEntry> Entries => _reference.Entries.Where(_messages.ContainsKey);

    public ServiceSpec Build() =>
        new(
            _reference.Service.ToString(),
            _reference.Title,
            _reference.Description,
            Entries.Select((entry, index) => Binding(entry, _bindings[index])).ToEquatableArray(),
            _types
                .OfType<SchemaShape.Record>()
                .Select(Record)
                .OrderBy(record => record.Name, StringComparer.Ordinal)
                .ToEquatableArray(),
            _types
                .OfType<SchemaShape.Enum>()
                .GroupBy(_names.Of)
                .Select(same => Enum(same.Key, same.First()))
                .OrderBy(set => set.Name, StringComparer.Ordinal)
                .ToEquatableArray(),
            _types
                .OfType<SchemaShape.OneOf>()
                .Select(Union)
                .OrderBy(union => union.Name, StringComparer.Ordinal)
                .ToEquatableArray()
        );

    private BindingSpec Binding(ExchangeEntry entry, string name)
    {
        var message = _model[_messages[entry]];
        var members = MemberNames.Of(
            [.. entry.RoutingKey.Select(field => (field.Name, (string?)null))],
            name,
            TakenNames.InBinding
        );
        var fields = entry.RoutingKey.Select(
            (field, index) =>
                new FieldSpec(
                    field.Name,
                    members[index],
                    field.Summary,
                    field.Constant,
                    field.Required,
                    field.MultipleWords,
                    field.Constant is null ? WordConstraints.Find(message, field.Name) : WordConstraint.None
                )
        );
        return new(
            name,
            _reference.ExchangePrefix + entry.Exchange,
            entry.Description,
            fields.ToEquatableArray(),
            _mapper.Map(message)
        );
    }

    private RecordSpec Record(SchemaShape.Record shape)
    {
        var schema = _model[shape.Number];
        var name = _names.Of(shape);
        var rest = schema.AdditionalPropertiesSchema is { } value ? _mapper.Map(value) : null;
        var members = MemberNames.Of(
            [
                .. schema.Properties.Select(property => (property.Key, Text(property.Value, FlatSchema.MemberName))),
                .. rest is null ? (IEnumerable<(string, string?)>)[] : [("\0rest", "AdditionalProperties")],
            ],
            name,
            TakenNames.InRecord
        );
        var properties = schema.Properties.Select(
            (property, index) => Property(property.Key, members[index], property.Value, schema)
        );
        return new(
            name,
            Description(schema),
            properties.ToEquatableArray(),
            rest is null ? null : new RestSpec(members[members.Count - 1], rest)
        );
    }

    private PropertySpec Property(string jsonName, string name, JsonSchemaProperty property, JsonSchema schema)
    {
        var isRequired = schema.RequiredProperties.Contains(jsonName);
        var type = _mapper.Map(property);
        return new(
            jsonName,
            name,
            Description(property),
            isRequired ? type : type with { IsNullable = true },
            isRequired,
            type is TypeSpec.Scalar { Kind: ScalarKind.String } && IdentifierPattern.Matches(property.ActualSchema)
        );
    }

    private EnumSpec Enum(string name, SchemaShape.Enum shape)
    {
        var schema = _model[shape.Number];
        var wanted = schema.EnumerationNames;
        var members = MemberNames.Of(
            [
                .. shape.Texts.Select(
                    (text, index) =>
                        (text, index < wanted.Count && wanted[index].Length > 0 ? (string?)wanted[index] : null)
                ),
            ],
            name,
            TakenNames.InEnum
        );
        return new(
            name,
            Description(schema),
            shape.Texts.Select((text, index) => new EnumValueSpec(text, members[index])).ToEquatableArray()
        );
    }

    private UnionSpec Union(SchemaShape.OneOf shape)
    {
        var name = _names.Of(shape);
        var members = MemberNames.Of(
            [.. shape.Union.Cases.Select(found => (found.Label, (string?)null))],
            name,
            TakenNames.InUnion
        );
        var cases = shape.Union.Cases.Select(
            (found, index) =>
                new UnionCaseSpec(
                    members[index],
                    _mapper.Map(_model[found.Schema]) with
                    {
                        IsNullable = false,
                    },
                    found.Kinds.ToEquatableArray(),
                    found.Marker
                )
        );
        return new(name, Description(_model[shape.Number]), cases.ToEquatableArray(), shape.Union.Property);
    }

    private static string? Text(JsonSchema schema, string keyword) =>
        schema.ExtensionData is { } data && data.TryGetValue(keyword, out var value) ? value as string : null;

    private static string Description(JsonSchema schema) =>
        schema.Description ?? schema.ActualSchema.Description ?? schema.Title ?? schema.ActualSchema.Title ?? "";
}
