using Pulse.References.Specs;

namespace Pulse.References.Emitting;

/// <summary>Writes how a record is written.</summary>
internal static class EncoderEmitter
{
    public static void Emit(SourceWriter writer, RecordSpec record)
    {
        writer.Lines(
            """
            /// <summary>Writes the record as JSON; what is null and may be absent is left out.</summary>
            /// <param name="writer">The writer.</param>
            """
        );
        writer.Open($"public void WriteTo({CSharp.Utf8JsonWriter} writer)");
        writer.Lines("global::System.ArgumentNullException.ThrowIfNull(writer);");
        writer.Lines("writer.WriteStartObject();");
        foreach (var property in record.Properties)
        {
            var mayBeAbsent = !property.IsRequired;
            if (mayBeAbsent)
                writer.Open($"if (this.{property.Name} is not null)");
            Property(writer, property);
            if (mayBeAbsent)
                writer.Close();
        }

        if (record.Rest is { } rest)
            Entries(writer, rest.Value, "this." + rest.Name, 0);
        writer.Lines("writer.WriteEndObject();").Close();
    }

    private static void Property(SourceWriter writer, PropertySpec property)
    {
        writer.Lines($"writer.WritePropertyName({CSharp.Utf8(property.JsonName)});");
        var type = property.IsRequired ? property.Type : property.Type with { IsNullable = false };
        var value = "this." + property.Name;
        Value(writer, type, !property.IsRequired && CSharp.IsValueType(property.Type) ? value + ".Value" : value, 0);
    }

    /// <summary>Writes the statements that write a value.</summary>
    public static void Value(SourceWriter writer, TypeSpec type, string value, int depth)
    {
        if (type.IsNullable)
        {
            writer.Open($"if ({value} is null)").Lines("writer.WriteNullValue();").Close();
            writer.Open("else");
            Value(writer, type with { IsNullable = false }, CSharp.IsValueType(type) ? value + ".Value" : value, depth);
            writer.Close();
            return;
        }

        switch (type)
        {
            case TypeSpec.List list:
                var item = "item" + depth;
                writer.Lines("writer.WriteStartArray();").Open($"foreach (var {item} in {value})");
                Value(writer, list.Item, item, depth + 1);
                writer.Close().Lines("writer.WriteEndArray();");
                break;
            case TypeSpec.Map map:
                writer.Lines("writer.WriteStartObject();");
                Entries(writer, map.Value, value, depth);
                writer.Lines("writer.WriteEndObject();");
                break;
            default:
                writer.Lines(Simple(type, value));
                break;
        }
    }

    private static void Entries(SourceWriter writer, TypeSpec type, string map, int depth)
    {
        var entry = "entry" + depth;
        writer.Open($"foreach (var {entry} in {map})").Lines($"writer.WritePropertyName({entry}.Key);");
        Value(writer, type, entry + ".Value", depth + 1);
        writer.Close();
    }

    private static string Simple(TypeSpec type, string value) =>
        type is TypeSpec.Scalar scalar
            ? scalar.Kind switch
            {
                ScalarKind.String => $"writer.WriteStringValue({value});",
                ScalarKind.Boolean => $"writer.WriteBooleanValue({value});",
                ScalarKind.DateTime => $"{CSharp.Writer}.WriteDateTime(writer, {value});",
                ScalarKind.Date => $"{CSharp.Writer}.WriteDate(writer, {value});",
                ScalarKind.Any or ScalarKind.Object or ScalarKind.Array => $"{value}.WriteTo(writer);",
                _ => $"writer.WriteNumberValue({value});",
            }
            : $"{value}.WriteTo(writer);";
}
