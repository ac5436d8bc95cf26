using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pulse.References.Emitting.Patterns;

/// <summary>
/// Translates a regular expression of ECMA-262, as Unicode reads it, into one of .NET. There <c>\d</c>, <c>\w</c> and
/// <c>\s</c> are other sets, <c>$</c> is also before a line's end, and a character beyond U+FFFF is two.
/// </summary>
internal sealed class PatternTranslation
{
    private const string Pair = @"[\ud800-\udbff][\udc00-\udfff]";
    private const string Halves = @"\ud800-\udfff";
    private const string Digits = "0-9";
    private const string Word = "0-9A-Z_a-z";
    private const string Space = @"\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";
    private const string NotDigits = @"\u0000-/:-\uffff";
    private const string NotWord = @"\u0000-/:-@\[-\^`{-\uffff";
    private const string NotSpace =
        @"\u0000-\u0008\u000e-\u001f!-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\uffff";

    private static readonly Dictionary<string, string> Categories = new()
    {
        ["Letter"] = "L",
        ["Uppercase_Letter"] = "Lu",
        ["Lowercase_Letter"] = "Ll",
        ["Titlecase_Letter"] = "Lt",
        ["Modifier_Letter"] = "Lm",
        ["Other_Letter"] = "Lo",
        ["Mark"] = "M",
        ["Number"] = "N",
        ["Decimal_Number"] = "Nd",
        ["digit"] = "Nd",
        ["Punctuation"] = "P",
        ["punct"] = "P",
        ["Symbol"] = "S",
        ["Separator"] = "Z",
        ["Space_Separator"] = "Zs",
        ["Control"] = "Cc",
    };

    private readonly string _pattern;
    private readonly StringBuilder _text = new();
    private int _at;

    private PatternTranslation(string pattern) => _pattern = pattern;

    /// <summary>The expression for .NET; null if there is none.</summary>
    public static string? Of(string pattern)
    {
        try
        {
            var translation = new PatternTranslation(pattern);
            translation.Translate();
            var text = translation._text.ToString();
            _ = new Regex(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return text;
        }
        catch (ArgumentException)
        {
            return null; // no regular expression, or one that .NET does not have
        }
    }

    private char Peek(int ahead = 0) => _at + ahead < _pattern.Length ? _pattern[_at + ahead] : '\0';

    private static ArgumentException Unknown() => new("Unknown to .NET.");

    private void Translate()
    {
        while (_at < _pattern.Length)
        {
            var character = _pattern[_at++];
            switch (character)
            {
                case '\\':
                    Escape();
                    break;
                case '[':
                    Class();
                    break;
                case '.':
                    _text.Append($@"(?:[^\n\r\u2028\u2029{Halves}]|{Pair})");
                    break;
                case '$':
                    _text.Append(@"\z");
                    break;
                case '(':
                    Group();
                    break;
                case '{' when !Regex.IsMatch(_pattern.Substring(_at - 1), @"\A\{[0-9]+(?:,[0-9]*)?\}"):
                    _text.Append(@"\{");
                    break;
                case '{':
                    var end = _pattern.IndexOf('}', _at);
                    _text.Append(_pattern, _at - 1, end - _at + 2);
                    _at = end + 1;
                    break;
                case '^' or '|' or ')' or '*' or '+' or '?':
                    _text.Append(character);
                    break;
                default:
                    Literal(character, char.IsHighSurrogate(character) ? _pattern[_at++] : '\0');
                    break;
            }
        }
    }

    private void Group()
    {
        _text.Append('(');
        if (Peek() != '?')
            return;
        var opening = Regex.Match(_pattern.Substring(_at), @"\A\?(?:[:=!]|<[=!]|<[A-Za-z_][A-Za-z0-9_]*>)");
        if (!opening.Success)
            throw Unknown();
        _text.Append(opening.Value);
        _at += opening.Length;
    }

    private void Literal(char first, char second = '\0')
    {
        if (second == '\0')
            _text.Append(Written(first));
        else
            _text.Append("(?:").Append(Written(first)).Append(Written(second)).Append(')');
    }

    private static string Written(char character) =>
        character is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z')
            ? character.ToString()
            : "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture);

    private void Escape()
    {
        var escaped = Peek();
        switch (escaped)
        {
            case 'd' or 'w' or 's':
                _at++;
                _text.Append('[').Append(SetOf(escaped)).Append(']');
                return;
            case 'D' or 'W' or 'S':
                _at++;
                _text.Append($"(?:[^{SetOf(char.ToLowerInvariant(escaped))}{Halves}]|{Pair})");
                return;
            case 'b' or 'B':
                _at++;
                var (afterWord, afterOther) = escaped == 'b' ? ("!", "=") : ("=", "!");
                _text.Append($"(?:(?<=[{Word}])(?{afterWord}[{Word}])|(?<![{Word}])(?{afterOther}[{Word}]))");
                return;
            case >= '1' and <= '9':
                var number = Regex.Match(_pattern.Substring(_at), @"\A[0-9]+").Value;
                _at += number.Length;
                _text.Append($"(?:\\{number})");
                return;
            case 'k':
                var name = Regex.Match(_pattern.Substring(_at), @"\Ak<[A-Za-z_][A-Za-z0-9_]*>");
                if (!name.Success)
                    throw Unknown();
                _at += name.Length;
                _text.Append('\\').Append(name.Value);
                return;
            case 'p' or 'P':
                _text.Append(Category());
                return;
            default:
                var (first, second) = Character();
                Literal(first, second);
                return;
        }
    }

    private static string SetOf(char escaped) =>
        escaped switch
        {
            'd' => Digits,
            'w' => Word,
            's' => Space,
            'D' => NotDigits,
            'W' => NotWord,
            _ => NotSpace,
        };

    private string Category()
    {
        var found = Regex.Match(_pattern.Substring(_at), @"\A([pP])\{(?:(?:General_Category|gc)=)?([A-Za-z_]+)\}");
        if (!found.Success)
            throw Unknown();
        _at += found.Length;
        var name = found.Groups[2].Value;
        if (!Categories.TryGetValue(name, out var category))
            category = name.Length <= 2 ? name : throw Unknown();
        return $"\\{found.Groups[1].Value}{{{category}}}";
    }

    /// <summary>The character that an escape means; two if it is beyond U+FFFF.</summary>
    private (char First, char Second) Character()
    {
        var escaped = Peek();
        _at++;
        switch (escaped)
        {
            case '\0':
                throw Unknown();
            case 't':
                return ('\t', '\0');
            case 'n':
                return ('\n', '\0');
            case 'v':
                return ('\v', '\0');
            case 'f':
                return ('\f', '\0');
            case 'r':
                return ('\r', '\0');
            case '0':
                return ('\0', '\0');
            case 'c' when Peek() is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'):
                return ((char)(_pattern[_at++] & 31), '\0');
            case 'x':
                return ((char)Hex(2), '\0');
            case 'u' when Peek() == '{':
                var end = _pattern.IndexOf('}', _at);
                if (end < 0 || end - _at > 7)
                    throw Unknown();
                _at++;
                var code = Hex(end - _at);
                _at++;
                if (code > 0x10ffff || code is >= 0xd800 and <= 0xdfff)
                    throw Unknown();
                var text = char.ConvertFromUtf32(code);
                return (text[0], text.Length > 1 ? text[1] : '\0');
            case 'u':
                var first = (char)Hex(4);
                if (char.IsHighSurrogate(first) && Peek() == '\\' && Peek(1) == 'u')
                {
                    _at += 2;
                    return (first, (char)Hex(4));
                }

                return (first, '\0');
            default:
                return (escaped, '\0');
        }
    }

    private int Hex(int length)
    {
        if (
            _at + length > _pattern.Length
            || !int.TryParse(
                _pattern.Substring(_at, length),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
            throw Unknown();
        _at += length;
        return value;
    }

    private void Class()
    {
        var isNegated = Peek() == '^';
        if (isNegated)
            _at++;
        var (set, pairs) = (new StringBuilder(), new List<string>());
        while (Peek() != ']' || _at >= _pattern.Length)
        {
            if (_at >= _pattern.Length)
                throw Unknown();
            var (first, text) = Member();
            if (first is { Second: '\0' } from && Peek() == '-' && Peek(1) is not (']' or '\0'))
            {
                _at++;
                var (second, other) = Member();
                if (second is { Second: '\0' } to)
                    set.Append(Written(from.First)).Append('-').Append(Written(to.First));
                else
                    set.Append(second is null ? text + "\\-" + other : throw Unknown());
            }
            else if (first is { Second: not '\0' } pair)
            {
                if (isNegated || Peek() == '-')
                    throw Unknown();
                pairs.Add(Written(pair.First) + Written(pair.Second));
            }
            else
            {
                set.Append(text);
            }
        }

        _at++;
        if (isNegated)
            _text.Append(set.Length == 0 ? @"[\s\S]" : $"(?:[^{set}{Halves}]|{Pair})");
        else if (pairs.Count > 0)
            _text.Append($"(?:{(set.Length > 0 ? $"[{set}]|" : "")}{string.Join("|", pairs)})");
        else
            _text.Append(set.Length == 0 ? "(?!)" : $"[{set}]");
    }

    /// <summary>A member of a class: a character, or no character but a set; and as it is written in .NET.</summary>
    private ((char First, char Second)? Character, string Text) Member()
    {
        var character = _pattern[_at++];
        if (character != '\\')
        {
            if (char.IsHighSurrogate(character) && char.IsLowSurrogate(Peek()))
                return ((character, _pattern[_at++]), "");
            return ((character, '\0'), Written(character));
        }

        switch (Peek())
        {
            case 'd' or 'w' or 's' or 'D' or 'W' or 'S':
                return (null, SetOf(_pattern[_at++]));
            case 'b':
                _at++;
                return (('\b', '\0'), Written('\b'));
            case 'p' or 'P':
                return (null, Category());
            default:
                var found = Character();
                return (found, found.Second == '\0' ? Written(found.First) : "");
        }
    }
}
