using System.Globalization;
using NJsonSchema;
using Pulse.References.Schemas.Flattening;

namespace Pulse.References.Schemas.Reading;

/// <summary>Has NJsonSchema read the flat schemas, and takes from its object model the parts that specs are made of.</summary>
internal static class SchemaReader
{
    /// <summary>The schemas, in the order of their numbers.</summary>
    public static IReadOnlyList<ReadSchema> Read(IReadOnlyList<FlatSchema> schemas) =>
        [.. FlatDocument.Load(schemas).Select((schema, number) => Read(schema, number, schemas[number].Union))];

    /// <summary>The number of the flat schema that NJsonSchema has read, or that its <c>$ref</c> points to.</summary>
    public static int NumberOf(JsonSchema schema) =>
        Convert.ToInt32(schema.ActualSchema.ExtensionData![FlatSchema.Number], CultureInfo.InvariantCulture);

    private static ReadSchema Read(JsonSchema schema, int number, Union? union) =>
        new(number, SchemaClassifier.Classify(schema, union))
        {
            Title = schema.Title,
            Description = schema.Description,
            Format = schema.Format,
            Pattern = schema.Pattern,
            MaxLength = schema.MaxLength,
            IsInteger = (schema.Type & ~JsonObjectType.Null) is JsonObjectType.Integer,
            Texts =
                schema.Enumeration.Count > 0 && schema.Enumeration.All(value => value is string)
                    ? [.. schema.Enumeration.Cast<string>()]
                    : [],
            EnumNames = schema.EnumerationNames.Count == 0 ? [] : [.. schema.EnumerationNames],
            Properties = Properties(schema),
            AdditionalProperties = schema.AdditionalPropertiesSchema is { } value ? NumberOf(value) : null,
            Items = schema.Item is { } item ? NumberOf(item) : null,
        };

    private static IReadOnlyList<ReadProperty> Properties(JsonSchema schema)
    {
        if (schema.Properties.Count == 0)
            return [];
        var required = new HashSet<string>(schema.RequiredProperties);
        return
        [
            .. schema.Properties.Select(property => new ReadProperty(
                property.Key,
                NumberOf(property.Value),
                property.Value.Description,
                MemberName(property.Value),
                required.Contains(property.Key)
            )),
        ];
    }

    private static string? MemberName(JsonSchemaProperty property) =>
        property.ExtensionData is { } data && data.TryGetValue(FlatSchema.MemberName, out var name)
            ? name as string
            : null;
}
