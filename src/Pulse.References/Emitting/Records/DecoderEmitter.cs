using Pulse.References.Emitting.Writing;
using Pulse.References.Naming;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Records;

/// <summary>Emits the code that reads a record: a loop over its properties, with one line for each.</summary>
internal sealed class DecoderEmitter(CSharp csharp)
{
    private const string NamesField = "_names";
    private const string ReaderVariable = "reader";
    private const string PropertyVariable = "property";

    public void Emit(SourceWriter writer, RecordSpec record)
    {
        var self = csharp.Nested(record.Name);
        EmitNames(writer, record);
        EmitInterface(writer, self);
        writer.Lines(CSharp.Hidden).Open($"internal static {self} ReadFrom(ref {CSharp.Reader} {ReaderVariable})");
        var (locals, restLocal) = Locals(record);
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
        writer.Open(
            $"for (int {PropertyVariable} = {ReaderVariable}.FirstProperty({NamesField}); {PropertyVariable} >= 0; {PropertyVariable} = {ReaderVariable}.NextProperty({NamesField}, {PropertyVariable}))"
        );
        writer.Open($"switch ({PropertyVariable})");
        for (var i = 0; i < locals.Count; i++)
        {
            var (property, local) = locals[i];
            var seen = NeedsSeen(property) ? $" {Seen(local)} = true;" : "";
            writer.Lines($"case {i}: {local} = {Value(csharp, property)};{seen} break;");
        }

        if (record.Rest is { } rest)
            writer.Lines(
                $"default: {ReaderVariable}.ReadOther<{csharp.Type(rest.Value)}>(ref {restLocal}, {Function(csharp, rest.Value)}); break;"
            );
        writer.Close().Close().Blank();
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

    /// <summary>Emits the method by which the runtime reads a type.</summary>
    public static void EmitInterface(SourceWriter writer, string self) =>
        writer
            .Lines(
                $"static {self} global::Pulse.Decoding.IPayload<{self}>.Read(ref {CSharp.Reader} {ReaderVariable}) => ReadFrom(ref {ReaderVariable});"
            )
            .Blank();

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
            TypeSpec.Scalar scalar => $"{ReaderVariable}.{Method(scalar.Kind)}()",
            TypeSpec.List list => $"{ReaderVariable}.ReadList<{csharp.Type(list.Item)}>({Function(csharp, list.Item)})",
            TypeSpec.Map map => $"{ReaderVariable}.ReadMap<{csharp.Type(map.Value)}>({Function(csharp, map.Value)})",
            _ => $"{csharp.NotNull(type)}.ReadFrom(ref {ReaderVariable})",
        };

        // If any value is allowed, null is one of them and is kept.
        return type.IsNullable && type is not TypeSpec.Scalar { Kind: ScalarKind.Any }
            ? $"{ReaderVariable}.TryReadNull() ? null : {value}"
            : value;
    }

    private static string Value(CSharp csharp, PropertySpec property)
    {
        var value = Value(csharp, property.Type);
        return property.IsIdentifier ? value.Replace(".ReadRepeatedString()", ".ReadString()") : value;
    }

    /// <summary>The function that reads one item.</summary>
    private static string Function(CSharp csharp, TypeSpec type) =>
        $"static (ref {CSharp.Reader} {ReaderVariable}) => {Value(csharp, type)}";

    private static void EmitNames(SourceWriter writer, RecordSpec record)
    {
        var names = record.Properties.Select(property => CSharp.Literal(property.JsonName));
        var keepsOthers = record.Rest is null ? "" : "keepsOthers: true, ";
        writer
            .Lines(
                $"private static readonly {CSharp.PropertyNames} {NamesField} = new {CSharp.PropertyNames}({keepsOthers}{string.Join(", ", names)});"
            )
            .Blank();
    }

    private static string Method(ScalarKind kind) =>
        kind switch
        {
            ScalarKind.Any => "ReadElement",
            ScalarKind.String => "ReadRepeatedString",
            _ => $"Read{kind}",
        };

    private static string Missing(RecordSpec record, PropertySpec property) =>
        $"{ReaderVariable}.Missing({CSharp.Literal(record.Name)}, {CSharp.Literal(property.JsonName)})";

    /// <summary>Whether the code must remember that it has seen the property: null does not show it if null is also a value.</summary>
    private static bool NeedsSeen(PropertySpec property) => property is { IsRequired: true, Type.IsNullable: true };

    private static string Seen(string local) => "has_" + local.TrimStart('@');

    private static (List<(PropertySpec Property, string Local)> Locals, string RestLocal) Locals(RecordSpec record)
    {
        var taken = new HashSet<string> { ReaderVariable, PropertyVariable };
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
