using Pulse.References.Specs;

namespace Pulse.References.Emitting;

/// <summary>Writes how a record is read.</summary>
internal sealed class DecoderEmitter(CSharp csharp)
{
    private const string ReaderVariable = "reader";

    public void Emit(SourceWriter writer, RecordSpec record)
    {
        var self = csharp.Nested(record.Name);
        var (locals, restLocal) = Locals(record);
        writer.Open(
            $"static {self} global::Pulse.Decoding.IPayload<{self}>.Read(ref {CSharp.Utf8JsonReader} {ReaderVariable})"
        );
        foreach (var (property, local) in locals)
        {
            writer.Lines($"{csharp.NotNull(property.Type)}? {local} = null;");
            if (NeedsSeen(property))
                writer.Lines($"bool {Seen(local)} = false;");
        }

        if (record.Rest is not null)
            writer.Lines(
                $"global::System.Collections.Generic.Dictionary<string, {csharp.Type(record.Rest.Value)}>? {restLocal} = null;"
            );
        writer.Lines($"{CSharp.Reader}.StartObject(ref {ReaderVariable});");
        writer.Open($"while ({CSharp.Reader}.NextProperty(ref {ReaderVariable}))");
        foreach (var (property, local) in locals)
        {
            writer.Open($"if ({ReaderVariable}.ValueTextEquals({CSharp.Utf8(property.JsonName)}))");
            writer.Lines($"{ReaderVariable}.Read();");
            writer.Lines($"{local} = {Value(csharp, property.Type)};");
            if (NeedsSeen(property))
                writer.Lines($"{Seen(local)} = true;");
            writer.Lines("continue;").Close().Blank();
        }

        writer
            .Lines(
                record.Rest is { } rest
                    ? $"{CSharp.Reader}.AddProperty<{csharp.Type(rest.Value)}>(ref {restLocal}, ref {ReaderVariable}, {Function(csharp, rest.Value)});"
                    : $"{CSharp.Reader}.SkipUnknown(ref {ReaderVariable});"
            )
            .Close()
            .Blank();
        foreach (var (property, local) in locals.Where(pair => NeedsSeen(pair.Property)))
            writer.Lines($"if (!{Seen(local)})\n    throw {Missing(record, property)};");

        writer.Open($"return new {self}");
        foreach (var (property, local) in locals)
        {
            var isChecked = property.IsRequired && !property.Type.IsNullable;
            writer.Lines($"{property.Name} = {local}{(isChecked ? $" ?? throw {Missing(record, property)}" : "")},");
        }

        if (record.Rest is not null)
            writer.Lines($"{record.Rest.Name} = {CSharp.Reader}.MapOf({restLocal}),");
        writer.Close("};").Close();
    }

    /// <summary>The expression that decodes a whole document.</summary>
    public static string Document(CSharp csharp, TypeSpec type) =>
        type is TypeSpec.Record { IsNullable: false }
            ? $"{csharp.NotNull(type)}.Decode(json)"
            : $"{CSharp.Reader}.Decode<{csharp.Type(type)}>(json, {Function(csharp, type)})";

    /// <summary>The expression that reads the value at the reader.</summary>
    public static string Value(CSharp csharp, TypeSpec type)
    {
        var value = type switch
        {
            TypeSpec.Scalar scalar => $"{Method(scalar.Kind)}(ref {ReaderVariable})",
            TypeSpec.List list =>
                $"{CSharp.Reader}.ReadList<{csharp.Type(list.Item)}>(ref {ReaderVariable}, {Function(csharp, list.Item)})",
            TypeSpec.Map map =>
                $"{CSharp.Reader}.ReadMap<{csharp.Type(map.Value)}>(ref {ReaderVariable}, {Function(csharp, map.Value)})",
            _ => $"{CSharp.Reader}.Read<{csharp.NotNull(type)}>(ref {ReaderVariable})",
        };

        // Where any value is allowed, null is one of them and is kept.
        return type.IsNullable && type is not TypeSpec.Scalar { Kind: ScalarKind.Any }
            ? $"{CSharp.Reader}.IsNull(ref {ReaderVariable}) ? null : {value}"
            : value;
    }

    /// <summary>The function that reads one item.</summary>
    private static string Function(CSharp csharp, TypeSpec type) =>
        type switch
        {
            { IsNullable: false } and TypeSpec.Scalar scalar => Method(scalar.Kind),
            { IsNullable: false } and (TypeSpec.Record or TypeSpec.Enum or TypeSpec.Union) =>
                $"{CSharp.Reader}.Read<{csharp.Type(type)}>",
            _ => $"static (ref {CSharp.Utf8JsonReader} {ReaderVariable}) => {Value(csharp, type)}",
        };

    private static string Method(ScalarKind kind) =>
        $"{CSharp.Reader}."
        + kind switch
        {
            ScalarKind.Any => "ReadElement",
            _ => $"Read{kind}",
        };

    private static string Missing(RecordSpec record, PropertySpec property) =>
        $"{CSharp.Reader}.Missing({CSharp.Literal(record.Name)}, {CSharp.Literal(property.JsonName)})";

    /// <summary>Null cannot tell "absent" from "null" where a required property allows null.</summary>
    private static bool NeedsSeen(PropertySpec property) => property is { IsRequired: true, Type.IsNullable: true };

    private static string Seen(string local) => "has_" + local.TrimStart('@');

    private static (List<(PropertySpec Property, string Local)> Locals, string RestLocal) Locals(RecordSpec record)
    {
        var taken = new HashSet<string> { ReaderVariable };
        var locals = record.Properties.Select(property => (property, Free(property.Name))).ToList();
        return (locals, Free(record.Rest?.Name ?? "Rest"));

        string Free(string member)
        {
            var local = Identifier.Local(member);
            while (!taken.Add(local))
                local += "_";
            return local;
        }
    }
}
