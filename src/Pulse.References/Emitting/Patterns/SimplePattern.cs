using System.Globalization;

namespace Pulse.References.Emitting.Patterns;

/// <summary>
/// Reads patterns of literals, sets, counts, anchors and groups without a count, in ASCII: most of those in schemas. Groups
/// and alternatives are written out.
/// </summary>
internal sealed class SimplePattern
{
    private const int MaxAlternatives = 16;
    private const string Digits = "0123456789";
    private const string Word = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

    private readonly string _pattern;
    private int _at;

    private SimplePattern(string pattern) => _pattern = pattern;

    /// <summary>The alternatives of a pattern; null if it is not a simple one.</summary>
    public static List<List<PatternPart>>? Read(string pattern)
    {
        var reader = new SimplePattern(pattern);
        var found = reader.Alternatives(0);
        return reader._at == pattern.Length ? found : null;
    }

    private char Next => _at < _pattern.Length ? _pattern[_at] : '\0';

    private bool Takes(char character)
    {
        if (Next != character || _at == _pattern.Length)
            return false;
        _at++;
        return true;
    }

    private List<List<PatternPart>>? Alternatives(int depth)
    {
        var all = new List<List<PatternPart>>();
        do
        {
            if (depth > 8 || Sequence(depth) is not { } found)
                return null;
            all.AddRange(found);
        } while (Takes('|'));
        return all.Count <= MaxAlternatives ? all : null;
    }

    private List<List<PatternPart>>? Sequence(int depth)
    {
        List<List<PatternPart>> all =
        [
            [],
        ];
        while (_at < _pattern.Length && Next is not ('|' or ')'))
        {
            var parts =
                Next == '(' ? Group(depth)
                : Part() is { } part
                    ?
                    [
                        [part],
                    ]
                : null;
            if (parts is null || all.Count * parts.Count > MaxAlternatives)
                return null;
            all = [.. all.SelectMany(_ => parts, (before, part) => (List<PatternPart>)[.. before, .. part])];
        }

        return all;
    }

    private List<List<PatternPart>>? Group(int depth)
    {
        _at++;
        if (Takes('?') && !Takes(':'))
            return null;
        if (Alternatives(depth + 1) is not { } found || !Takes(')'))
            return null;
        if (Takes('?'))
            return Next is '?' or '+' ? null : [.. found, []]; // what is optional is mostly there
        return Next is '*' or '+' or '{' ? null : found;
    }

    private PatternPart? Part()
    {
        switch (Next)
        {
            case '^':
                _at++;
                return PatternPart.Start;
            case '$':
                _at++;
                return PatternPart.End;
        }

        if (Set() is not { } set)
            return null;
        if (Takes('*'))
            return Counted(set, 0, int.MaxValue);
        if (Takes('+'))
            return Counted(set, 1, int.MaxValue);
        if (Takes('?'))
            return Counted(set, 0, 1);
        return Takes('{') ? Braces(set) : Counted(set, 1, 1);
    }

    // A lazy quantifier finds other matches, but not in other strings.
    private PatternPart? Counted(string set, int least, int most)
    {
        if (least != most)
            Takes('?');
        return Next is '?' or '*' or '+' or '{' ? null : new(PartKind.Characters, set, least, most);
    }

    private PatternPart? Braces(string set)
    {
        if (Number() is not { } least)
            return null;
        var most = least;
        if (Takes(','))
            most = Next == '}' ? int.MaxValue : Number() ?? -1;
        return most >= least && Takes('}') ? Counted(set, least, most) : null;
    }

    private int? Number()
    {
        var start = _at;
        while (Next is >= '0' and <= '9')
            _at++;
        return int.TryParse(
            _pattern.Substring(start, _at - start),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
    }

    private string? Set()
    {
        switch (Next)
        {
            case '[':
                return Class();
            case '\\':
                return Escape();
            case '.' or '*' or '+' or '?' or '{' or '}' or ']':
            case > '~' or < ' ':
                return null;
            default:
                return _pattern[_at++].ToString();
        }
    }

    private string? Class()
    {
        _at++;
        if (Next is '^' or ']')
            return null;
        var set = new HashSet<char>();
        while (!Takes(']'))
        {
            if (Member() is not { } first)
                return null;
            if (first.Length == 1 && Next == '-' && _at + 1 < _pattern.Length && _pattern[_at + 1] != ']')
            {
                _at++;
                if (Member() is not { Length: 1 } last || last[0] < first[0])
                    return null;
                set.UnionWith(Enumerable.Range(first[0], last[0] - first[0] + 1).Select(code => (char)code));
            }
            else
            {
                set.UnionWith(first);
            }
        }

        return new string([.. set.OrderBy(character => character)]);
    }

    private string? Member() =>
        Next switch
        {
            '\\' => Escape(),
            > '~' or < ' ' => null,
            _ => _pattern[_at++].ToString(),
        };

    private string? Escape()
    {
        _at++;
        var escaped = Next;
        _at++;
        switch (escaped)
        {
            case 'd':
                return Digits;
            case 'w':
                return Word;
            case 't':
                return "\t";
            case 'n':
                return "\n";
            case 'r':
                return "\r";
            case 'x' or 'u':
                var length = escaped == 'x' ? 2 : 4;
                if (
                    _at + length > _pattern.Length
                    || !int.TryParse(
                        _pattern.Substring(_at, length),
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture,
                        out var code
                    )
                    || code > '~'
                )
                    return null;
                _at += length;
                return ((char)code).ToString();
            default:
                // Whatever else is a letter or a digit means something, or nothing.
                return escaped is > ' ' and <= '~' && Word.IndexOf(escaped) < 0 ? escaped.ToString() : null;
        }
    }
}
