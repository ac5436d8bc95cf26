using Pulse.References.Emitting.Writing;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Records;

/// <summary>Emits the code that writes a record.</summary>
internal static class EncoderEmitter
{
    private const string NamesField = "_names";

    public static void Emit(SourceWriter writer, RecordSpec record, string self)
    {
        EmitEntries(writer, self, "Writes the record as JSON; optional properties that are null are left out.");
        writer.Lines(CSharp.Hidden).Open($"internal void WriteTo({CSharp.Writer} writer)");
        writer.Lines("writer.StartObject();");
        for (var i = 0; i < record.Properties.Count; i++)
        {
            var property = record.Properties[i];
            var mayBeAbsent = !property.IsRequired;
            if (mayBeAbsent)
                writer.Open($"if (this.{property.Name} is not null)");
            writer.Lines($"writer.WriteName({NamesField}, {i});");
            Property(writer, property);
            if (mayBeAbsent)
                writer.Close();
        }

        if (record.Rest is { } rest)
            Entries(writer, rest.Value, "this." + rest.Name, 0);
        writer.Lines("writer.EndObject();").Close();
    }

    /// <summary>Emits the methods that users and the runtime call.</summary>
    public static void EmitEntries(SourceWriter writer, string self, string summary) =>
        writer.Lines(
            $"""
            /// <summary>{summary}</summary>
            /// <param name="writer">The writer.</param>
            public void WriteTo({CSharp.Utf8JsonWriter} writer) => {CSharp.Writer}.Write<{self}>(writer, this);

            void global::Pulse.Decoding.IPayload<{self}>.WriteTo({CSharp.Writer} writer) => WriteTo(writer);

            """
        );

    /// <summary>Emits the method of a key that writes a message's payload.</summary>
    public static void EmitPayload(SourceWriter writer, TypeSpec type, string name)
    {
        const string written = $"{CSharp.Writer}.ToUtf8Bytes(payload";
        writer.Lines("/// <inheritdoc/>");
        if (type is TypeSpec.Record or TypeSpec.Union or TypeSpec.Enum && !type.IsNullable)
        {
            writer.Lines($"public byte[] WritePayload({name} payload) => {written});");
            return;
        }

        writer.Open($"public byte[] WritePayload({name} payload) => {written}, static (writer, payload) =>");
        Value(writer, type, "payload", 0);
        writer.Close("});");
    }

    /// <summary>Emits the methods that return a payload as JSON, and as text for people.</summary>
    public static void EmitText(SourceWriter writer, string name, bool isUnion = false) =>
        writer.Lines(
            $"""

            /// <summary>Returns the JSON that <see cref="WriteTo({CSharp.Utf8JsonWriter})"/> writes.</summary>
            /// <returns>Compact JSON.</returns>
            public string ToJson() => {CSharp.Writer}.ToJson(this);

            /// <summary>Returns the JSON that <see cref="WriteTo({CSharp.Utf8JsonWriter})"/> writes, as UTF-8: the body of a message.</summary>
            /// <returns>Compact JSON in UTF-8.</returns>
            public byte[] ToUtf8Bytes() => {CSharp.Writer}.ToUtf8Bytes(this);

            /// <summary>The type's name and the content as JSON, for people.</summary>
            /// <returns>The name and the JSON.</returns>
            public {(isUnion ? "sealed " : "")}override string ToString() => {CSharp.Writer}.Describe({CSharp.Literal(
                name
            )}, this);
            """
        );

    private static void Property(SourceWriter writer, PropertySpec property)
    {
        var type = property.IsRequired ? property.Type : property.Type with { IsNullable = false };
        var value = "this." + property.Name;
        Value(writer, type, !property.IsRequired && CSharp.IsValueType(property.Type) ? value + ".Value" : value, 0);
    }

    /// <summary>Emits the statements that write a value.</summary>
    public static void Value(SourceWriter writer, TypeSpec type, string value, int depth)
    {
        if (type.IsNullable)
        {
            writer.Open($"if ({value} is null)").Lines("writer.WriteNull();").Close();
            writer.Open("else");
            Value(writer, type with { IsNullable = false }, CSharp.IsValueType(type) ? value + ".Value" : value, depth);
            writer.Close();
            return;
        }

        switch (type)
        {
            case TypeSpec.List list:
                var (items, index, item) = ("items" + depth, "i" + depth, "item" + depth);
                writer.Open().Lines("writer.StartArray();").Lines($"var {items} = {value};");
                writer.Open($"for (int {index} = 0; {index} < {items}.Count; {index}++)").Lines("writer.NextItem();");
                writer.Lines($"var {item} = {items}[{index}];");
                Value(writer, list.Item, item, depth + 1);
                writer.Close().Lines("writer.EndArray();").Close();
                break;
            case TypeSpec.Map map:
                writer.Lines("writer.StartObject();");
                Entries(writer, map.Value, value, depth);
                writer.Lines("writer.EndObject();");
                break;
            default:
                writer.Lines(Simple(type, value));
                break;
        }
    }

    private static void Entries(SourceWriter writer, TypeSpec type, string map, int depth)
    {
        var entry = "entry" + depth;
        writer.Open($"foreach (var {entry} in {map})").Lines($"writer.WriteName({entry}.Key);");
        Value(writer, type, entry + ".Value", depth + 1);
        writer.Close();
    }

    private static string Simple(TypeSpec type, string value) =>
        type is TypeSpec.Scalar scalar ? $"writer.Write{Method(scalar.Kind)}({value});" : $"{value}.WriteTo(writer);";

    private static string Method(ScalarKind kind) =>
        kind switch
        {
            ScalarKind.Any or ScalarKind.Object or ScalarKind.Array => "Element",
            ScalarKind.Int32 or ScalarKind.Int64 or ScalarKind.Decimal or ScalarKind.Double => "Number",
            _ => kind.ToString(),
        };
}
