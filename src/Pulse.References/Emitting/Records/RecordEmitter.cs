using Pulse.References.Emitting.Writing;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Records;

/// <summary>Emits the record for an object schema.</summary>
internal sealed class RecordEmitter(CSharp csharp)
{
    public void Emit(SourceWriter writer, RecordSpec record)
    {
        var self = csharp.Nested(record.Name);
        writer.Document(record.Description, $"The schema `{record.Name}`.");
        writer.Lines(CSharp.TypeAttributes(self));
        writer.Open($"public sealed partial record {record.Name} : global::Pulse.Decoding.IPayload<{self}>");
        foreach (var property in record.Properties)
        {
            writer.Document(property.Description, $"The property `{property.JsonName}`.");
            writer
                .Lines(
                    $"public {(property.IsRequired ? "required " : "")}{csharp.Type(property.Type)} {property.Name} {{ get; init; }}"
                )
                .Blank();
        }

        if (record.Rest is { } rest)
        {
            var map = $"global::System.Collections.Generic.IReadOnlyDictionary<string, {csharp.Type(rest.Value)}>";
            writer.Lines(
                "/// <summary>The properties that the schema does not name, by their names in JSON; empty if there are none.</summary>"
            );
            writer
                .Lines(
                    $"public {map} {rest.Name} {{ get; init; }} = {CSharp.Reader}.MapOf<{csharp.Type(rest.Value)}>(null);"
                )
                .Blank();
        }

        writer.Lines(
            $$"""
            /// <summary>Decodes the record from JSON; faster than a JSON serializer.</summary>
            /// <param name="json">UTF-8 JSON.</param>
            /// <returns>The record.</returns>
            /// <exception cref="global::System.Text.Json.JsonException">The input is not JSON, lacks a required property, or has a value of the wrong type; the exception has path and position.</exception>
            public static {{self}} Decode({{CSharp.Bytes}} json) => {{CSharp.Reader}}.Decode<{{self}}>(json);

            """
        );
        if (record.Constraints != "{}")
            writer
                .Lines(
                    $"static {CSharp.Bytes} global::Pulse.Decoding.IPayload<{self}>.GetConstraints() => {CSharp.Utf8(record.Constraints)};"
                )
                .Blank();
        new DecoderEmitter(csharp).Emit(writer, record);
        writer.Blank();
        EncoderEmitter.Emit(writer, record, self);
        EncoderEmitter.EmitText(writer, record.Name);
        writer.Blank();
        new ValidatorEmitter(csharp).Emit(writer, record);
        writer.Blank().Lines(CSharp.NoPrintMembers);
        new EqualityEmitter(csharp).Emit(writer, record);
        writer.Close();
    }
}
