using Pulse.References.Emitting.Records;
using Pulse.References.Emitting.Writing;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Enums;

/// <summary>Emits an open enum: a struct around the string on the wire, with the known values as members.</summary>
internal sealed class EnumEmitter(CSharp csharp)
{
    private const string EnumText = "global::Pulse.Decoding.EnumText";

    public void Emit(SourceWriter writer, EnumSpec set)
    {
        var self = csharp.Nested(set.Name);
        var texts = string.Join(", ", set.Values.Select(value => "Texts." + value.Name));
        writer.Document(
            set.Description,
            $"The values of `{set.Name}`.",
            "Later versions may add values: an unknown one keeps its text, and <see cref=\"IsKnown\"/> is <see langword=\"false\"/>."
        );
        writer.Lines(CSharp.TypeAttributes(self));
        writer.Open(
            $"public readonly partial struct {set.Name} : global::Pulse.Decoding.IPayload<{self}>, global::System.IEquatable<{self}>"
        );
        writer.Lines(
            $$"""
            private readonly string? _text;

            /// <summary>Any value, known or not.</summary>
            /// <param name="text">The text on the wire.</param>
            public {{set.Name}}(string text)
            {
                global::System.ArgumentNullException.ThrowIfNull(text);
                _text = text;
            }
            """
        );
        foreach (var value in set.Values)
        {
            writer.Blank().Lines($"/// <summary>The value <c>{Documentation.Escape(value.Text)}</c>.</summary>");
            writer.Lines($"public static {self} {value.Name} {{ get; }} = new {self}(Texts.{value.Name});");
        }

        writer.Lines(
            $$"""

            /// <summary>The text on the wire; empty for <see langword="default"/>, which is no value and cannot be written.</summary>
            public string Text => _text ?? "";

            /// <summary>Whether the reference lists this value.</summary>
            public bool IsKnown => _known.Contains(Text);

            /// <summary>The texts of the known values, as constants: <c>switch (value.Text) { case Texts.…: }</c>.</summary>
            public static class Texts
            {
            """
        );
        foreach (var value in set.Values)
        {
            writer.Lines($"    /// <summary>The value <c>{Documentation.Escape(value.Text)}</c>.</summary>");
            writer.Lines($"    public const string {value.Name} = {CSharp.Literal(value.Text)};");
        }

        writer.Lines("}").Blank();
        writer.Lines(
            $$"""
            private static readonly {{CSharp.KnownTexts}} _known = new {{CSharp.KnownTexts}}({{texts}});

            static {{self}} global::Pulse.Decoding.IPayload<{{self}}>.Read(ref {{CSharp.Reader}} reader) => ReadFrom(ref reader);

            {{CSharp.Hidden}}
            internal static {{self}} ReadFrom(ref {{CSharp.Reader}} reader) => new {{self}}(reader.ReadText(_known));

            """
        );
        EncoderEmitter.EmitEntries(writer, self, "Writes the text as a JSON string.");
        writer.Lines(
            $$"""
            {{CSharp.Hidden}}
            internal void WriteTo({{CSharp.Writer}} writer) => writer.WriteText(_text, {{CSharp.Literal(set.Name)}});

            {{CSharp.Hidden}}
            internal void FindFaults({{CSharp.Validator}} validator) => validator.Enum(_text, _known);

            /// <summary>Compares the texts, by ordinal.</summary>
            /// <param name="other">The other value.</param>
            /// <returns><see langword="true"/> if they are equal.</returns>
            public bool Equals({{self}} other) => string.Equals(Text, other.Text, global::System.StringComparison.Ordinal);

            /// <inheritdoc/>
            public override bool Equals(object? obj) => obj is {{self}} other && Equals(other);

            /// <inheritdoc/>
            public override int GetHashCode() => global::System.StringComparer.Ordinal.GetHashCode(Text);

            /// <summary>The text on the wire.</summary>
            /// <returns>The text.</returns>
            public override string ToString() => Text;

            /// <summary>Whether the texts are equal.</summary>
            /// <param name="left">One value.</param>
            /// <param name="right">The other.</param>
            /// <returns><see langword="true"/> if they are equal.</returns>
            public static bool operator ==({{self}} left, {{self}} right) => left.Equals(right);

            /// <summary>Whether the texts differ.</summary>
            /// <param name="left">One value.</param>
            /// <param name="right">The other.</param>
            /// <returns><see langword="true"/> if they are not equal.</returns>
            public static bool operator !=({{self}} left, {{self}} right) => !left.Equals(right);

            /// <summary>Whether the text on the wire is this one.</summary>
            /// <param name="left">The value.</param>
            /// <param name="right">The text.</param>
            /// <returns><see langword="true"/> if they are equal.</returns>
            public static bool operator ==({{self}}? left, {{EnumText}} right) => string.Equals(left?._text, right.Text, global::System.StringComparison.Ordinal);

            /// <summary>Whether the text on the wire is another one.</summary>
            /// <param name="left">The value.</param>
            /// <param name="right">The text.</param>
            /// <returns><see langword="true"/> if they are not equal.</returns>
            public static bool operator !=({{self}}? left, {{EnumText}} right) => !(left == right);

            /// <summary>Whether the text on the wire is this one.</summary>
            /// <param name="left">The text.</param>
            /// <param name="right">The value.</param>
            /// <returns><see langword="true"/> if they are equal.</returns>
            public static bool operator ==({{EnumText}} left, {{self}}? right) => right == left;

            /// <summary>Whether the text on the wire is another one.</summary>
            /// <param name="left">The text.</param>
            /// <param name="right">The value.</param>
            /// <returns><see langword="true"/> if they are not equal.</returns>
            public static bool operator !=({{EnumText}} left, {{self}}? right) => !(right == left);

            /// <summary>The text on the wire, to be compared.</summary>
            /// <param name="value">The value.</param>
            /// <returns>The text.</returns>
            public static implicit operator {{EnumText}}({{self}}? value) => new {{EnumText}}(value?._text);
            """
        );
        writer.Close();
    }
}
