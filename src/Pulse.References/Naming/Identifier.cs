using System.Globalization;
using System.Text;

namespace Pulse.References.Naming;

/// <summary>Turns names from JSON into C# names.</summary>
internal static class Identifier
{
    /// <summary><c>very-high</c> → <c>VeryHigh</c>, <c>taskId</c> → <c>TaskId</c>; characters that no identifier can contain separate words.</summary>
    public static string Pascal(string text)
    {
        var name = new StringBuilder(text.Length);
        var startsWord = true;
        foreach (var character in text)
        {
            if (!IsPart(character))
            {
                startsWord = true;
                continue;
            }

            name.Append(startsWord ? char.ToUpperInvariant(character) : character);
            startsWord = false;
        }

        return name.Length > 0 ? AsStart(name.ToString()) : Spelled(text);
    }

    /// <summary>The same with every character that an identifier cannot contain spelled out: <c>a-b</c> → <c>AHyphenB</c>.</summary>
    public static string Spelled(string text)
    {
        if (text.Length == 0)
            return "Empty";
        var name = new StringBuilder(text.Length);
        var startsWord = true;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsPart(text[i]))
            {
                name.Append(startsWord ? char.ToUpperInvariant(text[i]) : text[i]);
                startsWord = false;
                continue;
            }

            var isPair = char.IsSurrogatePair(text, i);
            name.Append(
                Symbols.TryGetValue(text[i], out var symbol)
                    ? symbol
                    : "U"
                        + (isPair ? char.ConvertToUtf32(text, i) : text[i]).ToString("X4", CultureInfo.InvariantCulture)
            );
            i += isPair ? 1 : 0;
            startsWord = true;
        }

        return AsStart(name.ToString());
    }

    // C# allows 1,023 bytes for a name, including names derived from it; a file name, which contains the type's, 255.
    private const int MaxLength = 120;

    /// <summary>A name that is too long keeps its beginning, its end, and a hash of the whole.</summary>
    public static string Short(string name) =>
        name.Length <= MaxLength
            ? name
            : $"{name.Substring(0, 60)}_{StableHash.Of(name)}_{name.Substring(name.Length - 40)}";

    private static string AsStart(string name) => char.IsLetter(name[0]) ? name : "_" + name;

    // The letters and digits that C# allows in identifiers (C# specification, section 6.4.3).
    private static bool IsPart(char character) =>
        char.IsLetter(character) || char.GetUnicodeCategory(character) == UnicodeCategory.DecimalDigitNumber;

    private static readonly Dictionary<char, string> Symbols = new()
    {
        [' '] = "Space",
        ['!'] = "Exclamation",
        ['"'] = "Quote",
        ['#'] = "Hash",
        ['$'] = "Dollar",
        ['%'] = "Percent",
        ['&'] = "And",
        ['\''] = "Apostrophe",
        ['('] = "Open",
        [')'] = "Close",
        ['*'] = "Star",
        ['+'] = "Plus",
        [','] = "Comma",
        ['-'] = "Hyphen",
        ['.'] = "Dot",
        ['/'] = "Slash",
        [':'] = "Colon",
        [';'] = "Semicolon",
        ['<'] = "Less",
        ['='] = "Equal",
        ['>'] = "Greater",
        ['?'] = "Question",
        ['@'] = "At",
        ['['] = "OpenBracket",
        ['\\'] = "Backslash",
        [']'] = "CloseBracket",
        ['^'] = "Caret",
        ['_'] = "Underscore",
        ['`'] = "Backtick",
        ['{'] = "OpenBrace",
        ['|'] = "Pipe",
        ['}'] = "CloseBrace",
        ['~'] = "Tilde",
    };

    /// <summary>
    /// <c>task-status.json</c> → <c>TaskStatus</c>, <c>user.schema.json</c> → <c>User</c>, from the last part of a schema's URI.
    /// </summary>
    public static string OfFile(string uri)
    {
        var file = Uri.UnescapeDataString(uri.Substring(uri.TrimEnd('/').LastIndexOfAny(['/', ':']) + 1));
        foreach (var ending in (string[])[".json", ".jsonschema", ".schema"])
        {
            // A file that is called '.json' has no other name.
            if (file.Length > ending.Length && file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                file = file.Substring(0, file.Length - ending.Length);
        }

        return Pascal(file);
    }

    /// <summary>The name for one of many: <c>TaskStatusRuns</c> → <c>TaskStatusRun</c>.</summary>
    public static string Singular(string plural)
    {
        string? Replace(string ending, string by) =>
            plural.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && plural.Length > ending.Length
                ? plural.Substring(0, plural.Length - ending.Length) + by
                : null;

        if (Replace("ss", "") is not null || Replace("us", "") is not null || Replace("is", "") is not null)
            return plural + "Item";
        return Replace("ies", "y")
            ?? Replace("sses", "ss")
            ?? Replace("shes", "sh")
            ?? Replace("xes", "x")
            ?? Replace("tches", "tch")
            ?? Replace("nches", "nch")
            ?? Replace("rches", "rch") // but "caches"
            ?? Replace("tuses", "tus") // but "causes"
            ?? Replace("s", "")
            ?? plural + "Item";
    }

    /// <summary><c>TaskId</c> → <c>taskId</c>, escaped if it is a keyword of C#.</summary>
    public static string Local(string member)
    {
        var name = char.ToLower(member[0], CultureInfo.InvariantCulture) + member.Substring(1);
        return Keywords.Contains(name) ? "@" + name : name;
    }

    private static readonly HashSet<string> Keywords =
    [
        "abstract",
        "as",
        "base",
        "bool",
        "break",
        "byte",
        "case",
        "catch",
        "char",
        "checked",
        "class",
        "const",
        "continue",
        "decimal",
        "default",
        "delegate",
        "do",
        "double",
        "else",
        "enum",
        "event",
        "explicit",
        "extern",
        "false",
        "finally",
        "fixed",
        "float",
        "for",
        "foreach",
        "goto",
        "if",
        "implicit",
        "in",
        "int",
        "interface",
        "internal",
        "is",
        "lock",
        "long",
        "namespace",
        "new",
        "null",
        "object",
        "operator",
        "out",
        "override",
        "params",
        "private",
        "protected",
        "public",
        "readonly",
        "ref",
        "return",
        "sbyte",
        "sealed",
        "short",
        "sizeof",
        "stackalloc",
        "static",
        "string",
        "struct",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "uint",
        "ulong",
        "unchecked",
        "unsafe",
        "ushort",
        "using",
        "virtual",
        "void",
        "volatile",
        "while",
    ];
}
