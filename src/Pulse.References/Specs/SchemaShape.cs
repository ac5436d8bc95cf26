using NJsonSchema;

namespace Pulse.References.Specs;

/// <summary>What a schema amounts to, before names are given.</summary>
internal abstract record SchemaShape
{
    public sealed record Scalar(ScalarKind Kind) : SchemaShape;

    public sealed record Record(JsonSchema Schema) : SchemaShape;

    public sealed record Enum(JsonSchema Schema, IReadOnlyList<string> Texts) : SchemaShape;

    public sealed record List(JsonSchema Item) : SchemaShape;

    public sealed record Map(JsonSchema Value) : SchemaShape;

    /// <summary>Whether the schema lets the value be null.</summary>
    public bool AllowsNull { get; private init; }

    public static SchemaShape Of(JsonSchema raw)
    {
        var schema = raw.ActualSchema;
        return Classify(schema) with { AllowsNull = schema.Type.HasFlag(JsonObjectType.Null) };
    }

    private static SchemaShape Classify(JsonSchema schema)
    {
        if (schema.Enumeration.Count > 0 && schema.Enumeration.All(value => value is string))
            return new Enum(schema, [.. schema.Enumeration.Cast<string>().Distinct()]);

        var type = schema.Type & ~JsonObjectType.Null;
        if (type == JsonObjectType.None && schema.Enumeration.Count > 0 && schema.Enumeration.All(value => value is long))
            type = JsonObjectType.Integer; // The values say what the schema does not.

        return type switch
        {
            JsonObjectType.String => Of(schema.Format == "date-time" ? ScalarKind.DateTime : ScalarKind.String),
            JsonObjectType.Boolean => Of(ScalarKind.Boolean),
            JsonObjectType.Integer => Of(FitsInt32(schema) ? ScalarKind.Int32 : ScalarKind.Int64),
            JsonObjectType.Number => Of(ScalarKind.Double),
            JsonObjectType.Array => schema.Item is { } item ? new List(item) : Of(ScalarKind.Any),
            JsonObjectType.Object => ClassifyObject(schema),
            _ => Of(ScalarKind.Any),
        };
    }

    private static SchemaShape ClassifyObject(JsonSchema schema)
    {
        if (schema.Properties.Count > 0)
            return new Record(schema);
        return schema.AdditionalPropertiesSchema is { } value ? new Map(value) : Of(ScalarKind.Object);
    }

    private static Scalar Of(ScalarKind kind) => new(kind);

    private static bool FitsInt32(JsonSchema schema)
    {
        if (schema.Enumeration.Count > 0)
            return schema.Enumeration.All(value => value is long and >= int.MinValue and <= int.MaxValue);
        return schema.Minimum >= int.MinValue && schema.Maximum <= int.MaxValue;
    }
}
