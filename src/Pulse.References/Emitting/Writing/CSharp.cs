using System.Globalization;
using System.Text;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Writing;

/// <summary>Writes types and literals in C#. Every name begins with <c>global::</c>, so that no name in the user's code can hide it.</summary>
internal sealed class CSharp(TargetClass target)
{
    /// <summary>The attributes of an emitted type: tools neither step into it nor measure it.</summary>
    public static string TypeAttributes(string self) =>
        $"""
            [global::System.Text.Json.Serialization.JsonConverter(typeof(global::Pulse.Decoding.PayloadConverter<{self}>))]
            {Generated}
            """;

    /// <summary>The attributes that say that a type was generated.</summary>
    public const string Generated = """
        [global::System.CodeDom.Compiler.GeneratedCode("Pulse", "0.1.0")]
        [global::System.Diagnostics.DebuggerNonUserCode]
        [global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
        """;

    /// <summary>The attribute of a member that only emitted code calls.</summary>
    public const string Hidden =
        "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    /// <summary>
    /// Takes the place of a record's method that prints properties: the compiler's own has several instructions for each, and
    /// nobody would call it.
    /// </summary>
    public const string NoPrintMembers =
        "private bool PrintMembers(global::System.Text.StringBuilder builder) => false;";

    public const string Reader = "global::Pulse.Decoding.PayloadReader";
    public const string Writer = "global::Pulse.Decoding.PayloadWriter";
    public const string Validator = "global::Pulse.Decoding.PayloadValidator";
    public const string Comparer = "global::Pulse.Decoding.ContentComparer";
    public const string PropertyNames = "global::Pulse.Decoding.PropertyNames";
    public const string KnownTexts = "global::Pulse.Decoding.KnownTexts";
    public const string Utf8JsonWriter = "global::System.Text.Json.Utf8JsonWriter";
    public const string Bytes = "global::System.ReadOnlySpan<byte>";

    /// <summary>A type nested in the class.</summary>
    public string Nested(string name) => $"global::{target.FullName}.{name}";

    public string Type(TypeSpec type) => NotNull(type) + (type.IsNullable ? "?" : "");

    public string NotNull(TypeSpec type) =>
        type switch
        {
            TypeSpec.Record record => Nested(record.Name),
            TypeSpec.Enum set => Nested(set.Name),
            TypeSpec.Union union => Nested(union.Name),
            TypeSpec.List list => $"global::System.Collections.Generic.IReadOnlyList<{Type(list.Item)}>",
            TypeSpec.Map map => $"global::System.Collections.Generic.IReadOnlyDictionary<string, {Type(map.Value)}>",
            TypeSpec.Scalar scalar => scalar.Kind switch
            {
                ScalarKind.String => "string",
                ScalarKind.Boolean => "bool",
                ScalarKind.Int32 => "int",
                ScalarKind.Int64 => "long",
                ScalarKind.Decimal => "decimal",
                ScalarKind.Double => "double",
                ScalarKind.DateTime => "global::System.DateTimeOffset",
                ScalarKind.Date => "global::System.DateOnly",
                _ => "global::System.Text.Json.JsonElement",
            },
            _ => throw new InvalidOperationException($"No C# type for {type}."),
        };

    public static bool IsValueType(TypeSpec type) =>
        type is TypeSpec.Enum or TypeSpec.Scalar { Kind: not ScalarKind.String };

    /// <summary>A string literal.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                literal.Append('\\').Append(character);
            else if (character is >= ' ' and <= '~')
                literal.Append(character);
            else
                literal.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A character literal.</summary>
    public static string Literal(char character)
    {
        var text = Literal(character.ToString());
        return character switch
        {
            '\'' => "'\\''",
            '"' => "'\"'",
            _ => $"'{text.Substring(1, text.Length - 2)}'",
        };
    }

    /// <summary>An integer literal; not every culture writes a minus sign that C# accepts.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A literal of UTF-8 bytes.</summary>
    public static string Utf8(string text) => Literal(text) + "u8";
}
