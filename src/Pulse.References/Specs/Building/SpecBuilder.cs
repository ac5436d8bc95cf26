using Newtonsoft.Json.Linq;
using Pulse.References.Collections;
using Pulse.References.Formats;
using Pulse.References.Naming;
using Pulse.References.Schemas;
using Pulse.References.Schemas.Reading;

namespace Pulse.References.Specs.Building;

/// <summary>Builds the spec from a parsed reference and the schemas of its messages.</summary>
internal sealed class SpecBuilder
{
    private readonly ExchangeReference _reference;
    private readonly IReadOnlyDictionary<ExchangeEntry, int> _messages;
    private readonly SchemaModel _model;
    private readonly IReadOnlyList<string> _bindings;
    private readonly IReadOnlyList<string> _keys;
    private readonly List<ReadSchema> _types;
    private readonly TypeNames _names;
    private readonly TypeMapper _mapper;
    private readonly CheckBuilder _checks;

    /// <param name="reference">The reference.</param>
    /// <param name="messages">The numbers of the message schemas of the entries to emit.</param>
    /// <param name="model">The schemas.</param>
    /// <param name="className">The class that contains the generated types.</param>
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
        _keys = MemberNames.Of(
            [.. _bindings.Select(binding => (binding + "Key", (string?)null))],
            className,
            [.. _bindings, .. TakenNames.OfTypes],
            StringComparer.OrdinalIgnoreCase
        );
        _types = ReachableTypes.Of(model, messages.Values);
        string[] taken = [className, .. _bindings, .. _keys, .. TakenNames.OfTypes];
        _names = new TypeNames(model, _types, taken, reference.Service.Name);
        _mapper = new TypeMapper(model, _names.Of);
        _checks = new CheckBuilder(model);
    }

    private IEnumerable<ExchangeEntry> Entries => _reference.Entries.Where(_messages.ContainsKey);

    public ServiceSpec Build() =>
        new(
            _reference.Service.ToString(),
            _reference.Title,
            _reference.Description,
            Entries.Select((entry, index) => Binding(entry, _bindings[index], _keys[index])).ToEquatableArray(),
            _types
                .Where(type => type.Shape is SchemaShape.Record)
                .GroupBy(type => _names.Of(type.Number))
                .Select(same => Record(same.OrderBy(NodeKey, StringComparer.Ordinal).First()))
                .OrderBy(record => record.Name, StringComparer.Ordinal)
                .ToEquatableArray(),
            _types
                .Where(type => type.Shape is SchemaShape.Enum)
                .GroupBy(type => _names.Of(type.Number))
                .Select(same => Enum(same.Key, same))
                .OrderBy(set => set.Name, StringComparer.Ordinal)
                .ToEquatableArray(),
            _types
                .Where(type => type.Shape is SchemaShape.OneOf)
                .GroupBy(type => _names.Of(type.Number))
                .Select(same => Union(same.OrderBy(NodeKey, StringComparer.Ordinal).First()))
                .OrderBy(union => union.Name, StringComparer.Ordinal)
                .ToEquatableArray()
        );

    private string NodeKey(ReadSchema type) => _model.Flat[type.Number].Node.Key;

    private BindingSpec Binding(ExchangeEntry entry, string name, string keyName)
    {
        var message = _messages[entry];
        var payload = _mapper.Map(message);
        var members = MemberNames.Of(
            [.. entry.RoutingKey.Select(field => (field.Name, (string?)null))],
            name,
            [.. TakenNames.InBinding, keyName] // The key has the same members.
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
                    field.Constant is null ? WordConstraints.Find(_model, message, field.Name) : WordConstraint.None
                )
        );
        return new(
            name,
            keyName,
            _reference.ExchangePrefix + entry.Exchange,
            entry.Description,
            fields.ToEquatableArray(),
            payload,
            _checks.Of(message, payload)
        );
    }

    private RecordSpec Record(ReadSchema schema)
    {
        var name = _names.Of(schema.Number);
        var rest = schema.AdditionalProperties is { } value ? _mapper.Map(value) : null;
        var members = MemberNames.Of(
            [
                .. schema.Properties.Select(property => (property.Name, property.MemberName)),
                .. rest is null ? (IEnumerable<(string, string?)>)[] : [("\0rest", "AdditionalProperties")],
            ],
            name,
            TakenNames.InRecord
        );
        return new(
            name,
            Description(schema),
            schema.Properties.Select((property, index) => Property(property, members[index])).ToEquatableArray(),
            rest is null
                ? null
                : new RestSpec(members[members.Count - 1], rest, _checks.Of(schema.AdditionalProperties!.Value, rest)),
            ConstraintBuilder.Of(_model, schema),
            _checks.Of(schema.Number, new TypeSpec.Record(name))
        );
    }

    private PropertySpec Property(ReadProperty property, string name)
    {
        var schema = _model[property.Schema];
        var type = _mapper.Map(property.Schema);
        return new(
            property.Name,
            name,
            property.Description ?? Description(schema),
            property.IsRequired ? type : type with { IsNullable = true },
            property.IsRequired,
            type is TypeSpec.Scalar { Kind: ScalarKind.String } && IdentifierPattern.Matches(schema),
            _checks.Of(property.Schema, type)
        );
    }

    private EnumSpec Enum(string name, IEnumerable<ReadSchema> same)
    {
        var place = _names.PlaceOf(name);
        var schema = same.FirstOrDefault(type => NodeKey(type) == place.Key) ?? EnumAt(place);
        var texts = ((SchemaShape.Enum)schema.Shape).Texts;
        var wanted = schema.EnumNames;
        var members = MemberNames.Of(
            [
                .. texts.Select(
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
            texts.Select((text, index) => new EnumValueSpec(text, members[index])).ToEquatableArray()
        );
    }

    /// <summary>An enum that no message reaches, though one of its document reaches another place of the same enum.</summary>
    private static ReadSchema EnumAt(SchemaNode place)
    {
        var json = (JObject)place.Token;
        return new(-1, new SchemaShape.Enum(EnumPlaces.TextsOf(json)))
        {
            Title = (json["title"] as JValue)?.Value as string,
            Description = (json["description"] as JValue)?.Value as string,
            EnumNames = json["x-enumNames"] is JArray names
                ? [.. names.Select(name => (name as JValue)?.Value as string ?? "")]
                : [],
        };
    }

    private UnionSpec Union(ReadSchema schema)
    {
        var name = _names.Of(schema.Number);
        var union = ((SchemaShape.OneOf)schema.Shape).Union;
        var members = MemberNames.Of(
            [.. union.Cases.Select(found => (found.Label, (string?)null))],
            name,
            TakenNames.InUnion
        );
        var cases = union.Cases.Select(
            (found, index) =>
            {
                var type = _mapper.Map(found.Schema) with { IsNullable = false };
                return new UnionCaseSpec(
                    members[index],
                    type,
                    found.Kinds.ToEquatableArray(),
                    found.Marker,
                    _checks.Of(found.Schema, type)
                );
            }
        );
        return new(name, Description(schema), cases.ToEquatableArray(), union.Property);
    }

    private static string Description(ReadSchema schema) => schema.Description ?? schema.Title ?? "";
}
