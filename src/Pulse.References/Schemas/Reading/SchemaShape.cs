using NJsonSchema;
using Pulse.References.Schemas.Flattening;
using Pulse.References.Specs;

namespace Pulse.References.Schemas.Reading;

/// <summary>What a schema amounts to, before names are given.</summary>
internal abstract record SchemaShape
{
    public sealed record Scalar(ScalarKind Kind) : SchemaShape;

    public sealed record Record(int Number) : SchemaShape;

    public sealed record Enum(int Number, IReadOnlyList<string> Texts) : SchemaShape;

    public sealed record List(int Number, JsonSchema Item) : SchemaShape;

    public sealed record Map(int Number, JsonSchema Value) : SchemaShape;

    public sealed record OneOf(int Number, Union Union) : SchemaShape;

    /// <summary>Whether the schema lets the value be null.</summary>
    public bool AllowsNull { get; private init; }

    public static SchemaShape Of(JsonSchema raw, SchemaModel model)
    {
        var schema = raw.ActualSchema;
        var number = FlatSchema.NumberOf(schema);
        var allowsNull =
            schema.Type.HasFlag(JsonObjectType.Null)
            || schema.Enumeration.Contains(null)
            || schema.ExtensionData!.ContainsKey("x-allows-null");
        var shape = model.Flat[number].Union is { } union ? new OneOf(number, union) : Classify(schema, number);
        return shape with { AllowsNull = allowsNull };
    }

    private static SchemaShape Classify(JsonSchema schema, int number)
    {
        var type = schema.Type & ~JsonObjectType.Null;
        if (schema.Enumeration.Count > 0 && ClassifyEnum(schema, number, ref type) is { } shape)
            return shape;
        if (type == (JsonObjectType.Integer | JsonObjectType.Number))
            type = JsonObjectType.Number;

        return type switch
        {
            JsonObjectType.String => Of(
                schema.Format switch
                {
                    "date-time" => ScalarKind.DateTime,
                    "date" => ScalarKind.Date,
                    _ => ScalarKind.String,
                }
            ),
            JsonObjectType.Boolean => Of(ScalarKind.Boolean),
            JsonObjectType.Integer => Of(IntegerKind(schema)),
            JsonObjectType.Number => Of(ScalarKind.Double),
            JsonObjectType.Array => schema.Item is { } item ? new List(number, item) : Of(ScalarKind.Array),
            JsonObjectType.Object => ClassifyObject(schema, number),
            _ => Of(ScalarKind.Any),
        };
    }

    /// <summary>Texts become an open enum; of other values only the type counts, where they have one in common.</summary>
    private static SchemaShape? ClassifyEnum(JsonSchema schema, int number, ref JsonObjectType type)
    {
        var values = schema.Enumeration.Where(value => value is not null).ToList();
        if (
            values.Count > 0
            && values.All(value => value is string)
            && (type is JsonObjectType.None || type.HasFlag(JsonObjectType.String))
        )
        {
            var texts = values.Cast<string>().Where(Keywords.IsText).Distinct().ToList();
            // A single constant says nothing that a name could add to.
            var isConstant =
                schema.ExtensionData!.TryGetValue("x-const", out var isConst) && isConst is true && texts.Count == 1;
            return isConstant || texts.Count == 0 ? Of(ScalarKind.String) : new Enum(number, texts);
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

    private static SchemaShape ClassifyObject(JsonSchema schema, int number)
    {
        if (schema.Properties.Count > 0)
            return new Record(number);
        return schema.AdditionalPropertiesSchema is { } value ? new Map(number, value) : Of(ScalarKind.Object);
    }

    private static Scalar Of(ScalarKind kind) => new(kind);

    /// <summary>int where the bounds say so, long by default, decimal where the bounds pass 64 bits.</summary>
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
