using System.Globalization;
using System.Text;

namespace Pulse.References.Specs;

/// <summary>Turns names from JSON into C# names.</summary>
internal static class Identifier
{
    /// <summary>What a name gets that C#, or a generated member, already has.</summary>
    private const string TakenSuffix = "Value";

    /// <summary><c>very-high</c> → <c>VeryHigh</c>, <c>taskId</c> → <c>TaskId</c>; what no identifier can hold separates words.</summary>
    public static string Pascal(string text)
    {
        var name = new StringBuilder(text.Length);
        var startsWord = true;
        foreach (var character in text)
        {
            if (!char.IsLetterOrDigit(character))
            {
                startsWord = true;
                continue;
            }

            name.Append(startsWord ? char.ToUpperInvariant(character) : character);
            startsWord = false;
        }

        if (name.Length == 0)
            return "Empty";
        return char.IsDigit(name[0]) ? "_" + name : name.ToString();
    }

    /// <summary><c>task-status.json</c> → <c>TaskStatus</c>, from the path of a schema's id.</summary>
    public static string OfFile(string uri)
    {
        var file = uri.Substring(uri.LastIndexOf('/') + 1);
        return Pascal(file.EndsWith(".json", StringComparison.Ordinal) ? file.Substring(0, file.Length - ".json".Length) : file);
    }

    /// <summary>One of many: <c>TaskStatusRuns</c> → <c>TaskStatusRun</c>.</summary>
    public static string Singular(string plural)
    {
        string? Replace(string ending, string by) =>
            plural.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && plural.Length > ending.Length
                ? plural.Substring(0, plural.Length - ending.Length) + by
                : null;

        if (Replace("ss", "") is not null || Replace("us", "") is not null || Replace("is", "") is not null)
            return plural + "Item";
        return Replace("ies", "y")
            ?? Replace("sses", "ss") ?? Replace("shes", "sh") ?? Replace("xes", "x")
            ?? Replace("tches", "tch") ?? Replace("nches", "nch") ?? Replace("rches", "rch") // but "caches"
            ?? Replace("tuses", "tus") // but "causes"
            ?? Replace("s", "")
            ?? plural + "Item";
    }

    /// <summary>A member's name, moved out of the way of names that are taken.</summary>
    public static string Member(string text, string enclosingType, IReadOnlyCollection<string> taken)
    {
        var name = Pascal(text);
        return name == enclosingType || taken.Contains(name) ? name + TakenSuffix : name;
    }

    /// <summary><c>TaskId</c> → <c>taskId</c>, escaped where C# has a keyword of that name.</summary>
    public static string Local(string member)
    {
        var name = char.ToLower(member[0], CultureInfo.InvariantCulture) + member.Substring(1);
        return Keywords.Contains(name) ? "@" + name : name;
    }

    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue",
        "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally",
        "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock",
        "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected",
        "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string",
        "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
        "using", "virtual", "void", "volatile", "while",
    ];
}
