using NJsonSchema;
using Pulse.References.Schemas.Flattening;
using Pulse.References.Specs;

namespace Pulse.References.Schemas.Reading;

/// <summary>Decides which kind of type a schema becomes.</summary>
internal static class SchemaClassifier
{
    /// <param name="schema">The schema.</param>
    /// <param name="union">Its cases, if it is a union.</param>
    public static SchemaShape Classify(JsonSchema schema, Union? union)
    {
        var shape = union is null ? Classify(schema) : new SchemaShape.OneOf(union);
        return shape with
        {
            AllowsNull =
                schema.Type.HasFlag(JsonObjectType.Null)
                || schema.Enumeration.Contains(null)
                || schema.ExtensionData!.ContainsKey(FlatSchema.AllowsNull),
        };
    }

    private static SchemaShape Classify(JsonSchema schema)
    {
        var type = schema.Type & ~JsonObjectType.Null;
        if (schema.Enumeration.Count > 0 && ClassifyEnum(schema, ref type) is { } shape)
            return shape;
        if (type == (JsonObjectType.Integer | JsonObjectType.Number))
            type = JsonObjectType.Number;

        return type switch
        {
            JsonObjectType.String => Scalar(
                schema.Format switch
                {
                    "date-time" => ScalarKind.DateTime,
                    "date" => ScalarKind.Date,
                    _ => ScalarKind.String,
                }
            ),
            JsonObjectType.Boolean => Scalar(ScalarKind.Boolean),
            JsonObjectType.Integer => Scalar(IntegerKind(schema)),
            JsonObjectType.Number => Scalar(ScalarKind.Double),
            JsonObjectType.Array => schema.Item is { } item
                ? new SchemaShape.List(SchemaReader.NumberOf(item))
                : Scalar(ScalarKind.Array),
            JsonObjectType.Object => ClassifyObject(schema),
            _ => Scalar(ScalarKind.Any),
        };
    }

    /// <summary>Strings become an open enum; of other values only the type counts, if they have one in common.</summary>
    private static SchemaShape? ClassifyEnum(JsonSchema schema, ref JsonObjectType type)
    {
        var values = schema.Enumeration.Where(value => value is not null).ToList();
        if (
            values.Count > 0
            && values.All(value => value is string)
            && (type is JsonObjectType.None || type.HasFlag(JsonObjectType.String))
        )
        {
            var texts = values.Cast<string>().Where(KeywordValues.IsText).Distinct().ToList();
            // A type would add nothing to a single constant, unless the author gives it a name.
            var isConstant =
                texts.Count == 1
                && schema.EnumerationNames.Count == 0
                && !schema.ExtensionData!.ContainsKey(FlatSchema.TypeName);
            return isConstant || texts.Count == 0 ? Scalar(ScalarKind.String) : new SchemaShape.Enum(texts);
        }

        if (values.Count > 0 && type is JsonObjectType.None)
        {
            type =
                values.All(value => value is bool) ? JsonObjectType.Boolean
                : values.All(value => value is long) ? JsonObjectType.Integer
                : values.All(value => value is long or double) ? JsonObjectType.Number
                : JsonObjectType.None;
        }

        return null;
    }

    private static SchemaShape ClassifyObject(JsonSchema schema)
    {
        if (schema.Properties.Count > 0)
            return new SchemaShape.Record();
        return schema.AdditionalPropertiesSchema is { } value
            ? new SchemaShape.Map(SchemaReader.NumberOf(value))
            : Scalar(ScalarKind.Object);
    }

    private static SchemaShape.Scalar Scalar(ScalarKind kind) => new(kind);

    /// <summary>int where the bounds allow it, long by default, decimal where the bounds exceed 64 bits.</summary>
    private static ScalarKind IntegerKind(JsonSchema schema)
    {
        var (minimum, maximum) = (schema.Minimum, schema.Maximum);
        if (schema.Enumeration.Count > 0 && schema.Enumeration.All(value => value is long))
            (minimum, maximum) = (
                schema.Enumeration.Min(value => (long)value!),
                schema.Enumeration.Max(value => (long)value!)
            );
        if (schema.Format == "int32" || (minimum >= int.MinValue && maximum <= int.MaxValue))
            return ScalarKind.Int32;
        return minimum < long.MinValue || maximum > long.MaxValue ? ScalarKind.Decimal : ScalarKind.Int64;
    }
}
