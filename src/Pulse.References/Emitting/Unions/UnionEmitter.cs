using Pulse.References.Emitting.Records;
using Pulse.References.Emitting.Writing;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Unions;

/// <summary>Emits a union: an abstract record with a nested record for each case, closed to others.</summary>
internal sealed class UnionEmitter(CSharp csharp)
{
    private const string Kinds = "global::System.Text.Json.JsonValueKind";

    private static readonly TypeSpec AnyValue = new TypeSpec.Scalar(ScalarKind.Any);

    public void Emit(SourceWriter writer, UnionSpec union)
    {
        var self = csharp.Nested(union.Name);
        writer.Document(
            union.Description,
            $"One of several kinds of value: `{union.Name}`.",
            "Use a <c>switch</c> to find the case: <c>switch (value) { case … }</c>."
        );
        writer.Lines(CSharp.TypeAttributes(self));
        writer.Open($"public abstract partial record {union.Name} : global::Pulse.Decoding.IPayload<{self}>");
        writer.Lines(
            $$"""
            private {{union.Name}}()
            {
            }

            """
        );
        EncoderEmitter.EmitEntries(writer, self, "Writes the value as JSON.");
        writer.Lines(CSharp.Hidden).Lines($"internal abstract void WriteTo({CSharp.Writer} writer);");
        EncoderEmitter.EmitText(writer, union.Name, isUnion: true);
        writer.Blank();
        ValidatorEmitter.EmitEntry(writer, union.Name, "value");
        writer.Lines(CSharp.Hidden).Lines($"internal abstract void FindFaults({CSharp.Validator} validator);").Blank();
        EmitRead(writer, union, self);
        foreach (var found in union.Cases)
            EmitCase(
                writer,
                self,
                found.Name,
                found.Value,
                Summary(union, found),
                validator => validator.EmitCase(writer, found)
            );
        if (union.Property is { } property)
            EmitCase(
                writer,
                self,
                OtherName(union),
                AnyValue,
                $"Any other object: <c>{Documentation.Escape(property)}</c> has a value that the reference does not list.",
                _ => ValidatorEmitter.EmitOther(writer, union)
            );
        writer.Close();
    }

    private void EmitRead(SourceWriter writer, UnionSpec union, string self)
    {
        EmitNames(writer, union);
        DecoderEmitter.EmitInterface(writer, self);
        writer.Lines(CSharp.Hidden).Open($"internal static {self} ReadFrom(ref {CSharp.Reader} reader)");
        writer.Open("switch (reader.Kind)");
        foreach (var found in union.Cases)
        {
            foreach (var kind in found.Kinds.Where(kind => kind != "object").SelectMany(KindsOf))
                writer.Lines($"case {Kinds}.{kind}:");
            if (found.Kinds.Any(kind => kind != "object"))
                writer.Lines($"    return {Case(self, found)};");
        }

        var objects = ObjectsOf(union);
        if (objects.Count > 0)
        {
            writer.Lines($"case {Kinds}.Object:");
            EmitObjects(writer, union, self, objects);
        }

        writer.Lines("default:").Lines($"    throw reader.NoCase({CSharp.Literal(union.Name)});");
        writer.Close().Close();
    }

    private void EmitObjects(SourceWriter writer, UnionSpec union, string self, List<UnionCaseSpec> objects)
    {
        if (objects.Count == 1)
        {
            writer.Lines($"    return {Case(self, objects[0])};");
            return;
        }

        if (union.Property is { } property)
        {
            writer.Lines($"    switch (reader.PeekText({CSharp.Literal(union.Name)}, _names))").Lines("    {");
            foreach (var found in objects)
                writer
                    .Lines($"        case {CSharp.Literal(found.Marker!)}:")
                    .Lines($"            return {Case(self, found)};");
            writer
                .Lines("        default:")
                .Lines($"            return new {self}.{OtherName(union)}({DecoderEmitter.Value(csharp, AnyValue)});")
                .Lines("    }");
            return;
        }

        writer.Lines("    switch (reader.PeekProperty(_names))").Lines("    {");
        for (var i = 0; i < objects.Count; i++)
            writer.Lines($"        case {i}:").Lines($"            return {Case(self, objects[i])};");
        writer.Lines("    }").Lines($"    throw reader.NoCase({CSharp.Literal(union.Name)});");
    }

    /// <summary>The names of the properties that tell object cases apart.</summary>
    private static void EmitNames(SourceWriter writer, UnionSpec union)
    {
        string[] names = union.Property is { } property
            ? [property]
            : [.. ObjectsOf(union).Select(found => found.Marker!)];
        if (ObjectsOf(union).Count > 1)
            writer
                .Lines(
                    $"private static readonly {CSharp.PropertyNames} _names = new {CSharp.PropertyNames}({string.Join(", ", names.Select(CSharp.Literal))});"
                )
                .Blank();
    }

    private static List<UnionCaseSpec> ObjectsOf(UnionSpec union) =>
        [.. union.Cases.Where(found => found.Kinds.Contains("object"))];

    private string Case(string self, UnionCaseSpec found) =>
        $"new {self}.{found.Name}({DecoderEmitter.Value(csharp, found.Value)})";

    private void EmitCase(
        SourceWriter writer,
        string self,
        string name,
        TypeSpec value,
        string summary,
        Action<ValidatorEmitter> emitValidator
    )
    {
        writer.Blank().Lines($"/// <summary>{summary}</summary>");
        writer.Lines("/// <param name=\"Value\">The value.</param>");
        writer.Open($"public sealed partial record {name}({csharp.Type(value)} Value) : {self}");
        writer.Lines(CSharp.Hidden).Open($"internal override void WriteTo({CSharp.Writer} writer)");
        EncoderEmitter.Value(writer, value, "this.Value", 0);
        writer.Close().Blank();
        emitValidator(new ValidatorEmitter(csharp));
        new EqualityEmitter(csharp).Emit(writer, $"{self}.{name}", [("Value", value)]);
        writer.Close();
    }

    private static string Summary(UnionSpec union, UnionCaseSpec found)
    {
        if (found.Marker is not { } marker)
            return $"A value that is a JSON {Documentation.Escape(string.Join(" or ", found.Kinds))}.";
        return union.Property is { } property
            ? $"An object whose <c>{Documentation.Escape(property)}</c> is <c>{Documentation.Escape(marker)}</c>."
            : $"An object that has a <c>{Documentation.Escape(marker)}</c>.";
    }

    private static string OtherName(UnionSpec union) =>
        union.Name == "Other" || union.Cases.Any(found => found.Name == "Other") ? "OtherCase" : "Other";

    private static IEnumerable<string> KindsOf(string kind) =>
        kind switch
        {
            "string" => ["String"],
            "number" => ["Number"],
            "boolean" => ["True", "False"],
            "array" => ["Array"],
            _ => [],
        };
}
