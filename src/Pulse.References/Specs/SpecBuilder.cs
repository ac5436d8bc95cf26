using NJsonSchema;
using Pulse.References.Parsing;

namespace Pulse.References.Specs;

/// <summary>Turns a parsed reference and its resolved schemas into the spec of what is emitted.</summary>
internal sealed class SpecBuilder
{
    private readonly ExchangeReference _reference;
    private readonly IReadOnlyDictionary<ExchangeEntry, JsonSchema> _messages;
    private readonly List<JsonSchema> _records = [];
    private readonly List<SchemaShape.Enum> _enums = [];
    private readonly TypeNames _names;

    /// <param name="reference">The reference.</param>
    /// <param name="messages">The message schemas of the entries to emit.</param>
    /// <param name="documents">All documents that these reach, by URI.</param>
    /// <param name="className">The class that everything is nested in.</param>
    public SpecBuilder(
        ExchangeReference reference,
        IReadOnlyDictionary<ExchangeEntry, JsonSchema> messages,
        IEnumerable<KeyValuePair<string, JsonSchema>> documents,
        string className)
    {
        _reference = reference;
        _messages = messages;
        foreach (var message in messages.Values)
            Collect(message, []);
        _names = new TypeNames(documents, _enums, [className, .. Entries.Select(BindingName)]);
    }

    private IEnumerable<ExchangeEntry> Entries => _reference.Entries.Where(_messages.ContainsKey);

    public ServiceSpec Build() => new(
        _reference.Service.ToString(),
        _reference.Title,
        _reference.Description,
        Entries.Select(Binding).ToEquatableArray(),
        _records.Select(Record).OrderBy(record => record.Name, StringComparer.Ordinal).ToEquatableArray(),
        _enums.GroupBy(_names.OfEnum).Select(Enum).OrderBy(set => set.Name, StringComparer.Ordinal).ToEquatableArray());

    private static string BindingName(ExchangeEntry entry) => Identifier.Pascal(entry.Name);

    /// <summary>Finds the records and enums that a message reaches.</summary>
    private void Collect(JsonSchema schema, HashSet<JsonSchema> seen)
    {
        switch (SchemaShape.Of(schema))
        {
            case SchemaShape.Record { Schema: var record } when seen.Add(record):
                if (!_records.Contains(record))
                    _records.Add(record);
                foreach (var property in record.Properties.Values)
                    Collect(property, seen);
                break;
            case SchemaShape.Enum found when seen.Add(found.Schema):
                _enums.Add(found);
                break;
            case SchemaShape.List { Item: var item }:
                Collect(item, seen);
                break;
            case SchemaShape.Map { Value: var value }:
                Collect(value, seen);
                break;
        }
    }

    private BindingSpec Binding(ExchangeEntry entry)
    {
        var name = BindingName(entry);
        var message = _messages[entry];
        var fields = entry.RoutingKey.Select(field => new FieldSpec(
            field.Name,
            Identifier.Member(field.Name, name, TakenNames.InBinding),
            field.Summary,
            field.Constant,
            field.Required,
            field.MultipleWords,
            field.Constant is null ? WordConstraints.Find(message, field.Name) : WordConstraint.None));
        return new(name, _reference.ExchangePrefix + entry.Exchange, entry.Description, fields.ToEquatableArray(), Type(message));
    }

    private RecordSpec Record(JsonSchema schema)
    {
        var name = _names.OfRecord(schema);
        var properties = schema.Properties.Select(property => Property(name, property.Key, property.Value, schema));
        return new(name, schema.Description ?? schema.Title ?? "", properties.ToEquatableArray());
    }

    private PropertySpec Property(string owner, string jsonName, JsonSchemaProperty property, JsonSchema schema)
    {
        var isRequired = schema.RequiredProperties.Contains(jsonName);
        var type = Type(property);
        return new(
            jsonName,
            Identifier.Member(jsonName, owner, TakenNames.InRecord),
            Description(property),
            isRequired ? type : type with { IsNullable = true },
            isRequired);
    }

    private EnumSpec Enum(IGrouping<string, SchemaShape.Enum> same)
    {
        var name = same.Key;
        var texts = same.First().Texts;
        return new(
            name,
            Description(same.First().Schema),
            texts.Select(text => new EnumValueSpec(text, Identifier.Member(text, name, TakenNames.InEnum))).ToEquatableArray());
    }

    private TypeSpec Type(JsonSchema schema)
    {
        var shape = SchemaShape.Of(schema);
        TypeSpec type = shape switch
        {
            SchemaShape.Scalar { Kind: var kind } => new TypeSpec.Scalar(kind),
            SchemaShape.Record { Schema: var record } => new TypeSpec.Record(_names.OfRecord(record)),
            SchemaShape.Enum found => new TypeSpec.Enum(_names.OfEnum(found)),
            SchemaShape.List { Item: var item } => new TypeSpec.List(Type(item)),
            SchemaShape.Map { Value: var value } => new TypeSpec.Map(Type(value)),
            _ => throw new InvalidOperationException($"No type for {shape}."),
        };
        return shape.AllowsNull ? type with { IsNullable = true } : type;
    }

    private static string Description(JsonSchema schema) =>
        schema.Description ?? schema.ActualSchema.Description ?? schema.Title ?? schema.ActualSchema.Title ?? "";
}
