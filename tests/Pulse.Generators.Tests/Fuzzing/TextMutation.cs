using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace Pulse.Generators.Tests.Fuzzing;

/// <summary>Changes a file's bytes, or its tokens, without a thought for what they mean.</summary>
internal static partial class TextMutation
{
    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(true),
        Encoding.Unicode,
        Encoding.BigEndianUnicode,
        new UTF32Encoding(false, true),
        Encoding.Latin1,
    ];

    /// <summary>Other bytes, read the way that the compiler reads a file.</summary>
    public static string OfBytes(string text, Random random)
    {
        var isEncoded = random.Next(12) == 0;
        var encoding = isEncoded ? FuzzValues.Pick(random, Encodings) : Encoding.UTF8;
        List<byte> bytes = [.. isEncoded ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        for (var i = isEncoded ? random.Next(2) : random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(bytes.Count - at, random.Next(1, random.Next(2) == 0 ? 4 : 200));
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    bytes.Insert(at, (byte)"{}[]\",:\\0-.eE \n\0"[random.Next(16)]);
                    break;
                default:
                    bytes.Reverse(at, length);
                    break;
            }
        }

        using var stream = new MemoryStream([.. bytes]);
        return SourceText.From(stream, Encoding.UTF8).ToString();
    }

    /// <summary>Tokens dropped, repeated, exchanged or replaced by others of their kind.</summary>
    public static string OfTokens(string text, Random random)
    {
        var tokens = Token().Matches(text).Select(match => match.Value).ToList();
        for (var i = random.Next(1, 4); i > 0 && tokens.Count > 0; i--)
        {
            var at = random.Next(tokens.Count);
            var other = random.Next(tokens.Count);
            switch (random.Next(6))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(other, tokens[at]);
                    break;
                case 2:
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
                case 3:
                    tokens[at] = FuzzValues.Number(random);
                    break;
                case 4:
                    tokens[at] = FuzzValues.Pick(random, ["true", "false", "null", "NaN", "{}", "[]", "//", "'a'"]);
                    break;
                default:
                    var strings = Enumerable.Range(0, tokens.Count).Where(n => tokens[n][0] == '"').ToList();
                    if (strings.Count > 0)
                        tokens[FuzzValues.Pick(random, strings)] = Quoted(FuzzValues.Name(random), random);
                    break;
            }
        }

        return string.Concat(tokens);
    }

    private static string Quoted(string value, Random random)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in value)
        {
            if (character is '"' or '\\' or < ' ' || random.Next(8) == 0)
                quoted
                    .Append("\\u")
                    .Append(((int)character).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            else
                quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"|[-+.0-9eE]+|[a-z]+|\\s+|.", RegexOptions.Singleline)]
    private static partial Regex Token();
}
