using System.Text;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>
/// Makes texts that a regular expression matches: literals, classes, groups, alternatives and quantifiers, which
/// is all that the patterns of Taskcluster's schemas are made of.
/// </summary>
internal sealed class PatternSampler(string pattern, Random random, int mostRepeats)
{
    private readonly StringBuilder _text = new();
    private int _at;

    public static string Sample(string pattern, Random random, int mostRepeats)
    {
        var sampler = new PatternSampler(pattern, random, mostRepeats);
        sampler.Alternatives(writes: true);
        return sampler._text.ToString();
    }

    // A part that is not chosen is read all the same, to find its end.
    private void Alternatives(bool writes)
    {
        var start = _at;
        var count = 0;
        for (var goesOn = true; goesOn; count++)
            goesOn = Sequence(writes: false);
        var end = _at;

        _at = start;
        var chosen = random.Next(count);
        for (var i = 0; i <= chosen; i++)
            Sequence(writes && i == chosen);
        _at = end;
    }

    /// <returns>Whether an alternative follows.</returns>
    private bool Sequence(bool writes)
    {
        while (_at < pattern.Length && pattern[_at] is not (')' or '|'))
            Quantified(writes);
        if (_at == pattern.Length || pattern[_at] == ')')
            return false;
        _at++;
        return true;
    }

    private void Quantified(bool writes)
    {
        var start = _at;
        Atom(writes: false);
        var end = _at;
        var (least, most) = Quantifier();
        var after = _at;
        for (var repeats = random.Next(least, most + 1); writes && repeats > 0; repeats--)
        {
            _at = start;
            Atom(writes: true);
        }

        _at = Math.Max(after, end);
    }

    private void Atom(bool writes)
    {
        switch (pattern[_at++])
        {
            case '^' or '$':
                break;
            case '(':
                if (pattern.AsSpan(_at).StartsWith("?:"))
                    _at += 2;
                Alternatives(writes);
                _at++;
                break;
            case '[':
                Write(Class(), writes);
                break;
            case '.':
                Write([.. "aZ0 ~"], writes);
                break;
            case '\\':
                Write(Escaped(), writes);
                break;
            case var literal:
                Write([literal], writes);
                break;
        }
    }

    private List<char> Class()
    {
        var isNegated = pattern[_at] == '^';
        if (isNegated)
            _at++;
        var characters = new List<char>();
        while (pattern[_at] != ']')
        {
            var first = pattern[_at++] is var character and not '\\' ? [character] : Escaped();
            // A hyphen after a class of its own, or at the end, means itself.
            if (first.Count == 1 && pattern[_at] == '-' && pattern[_at + 1] != ']')
            {
                _at++;
                var last = pattern[_at++] is var end and not '\\' ? end : Escaped()[0];
                characters.AddRange(Enumerable.Range(first[0], last - first[0] + 1).Select(code => (char)code));
            }
            else
            {
                characters.AddRange(first);
            }
        }

        _at++;
        return isNegated
            ? [.. Enumerable.Range(' ', '~' - ' ').Select(code => (char)code).Except(characters)]
            : characters;
    }

    private List<char> Escaped()
    {
        switch (pattern[_at++])
        {
            case 'd':
                return [.. "0123456789"];
            case 'w':
                return [.. "azAZ09_"];
            case 's':
                return [' '];
            case 'x':
                _at += 2;
                return [(char)Convert.ToInt32(pattern[(_at - 2).._at], 16)];
            case var literal:
                return [literal];
        }
    }

    private (int Least, int Most) Quantifier()
    {
        switch (_at < pattern.Length ? pattern[_at] : '\0')
        {
            case '*':
                _at++;
                return (0, mostRepeats);
            case '+':
                _at++;
                return (1, Math.Max(1, mostRepeats));
            case '?':
                _at++;
                return (0, 1);
            case '{':
                var end = pattern.IndexOf('}', _at);
                var bounds = pattern[(_at + 1)..end].Split(',');
                _at = end + 1;
                var least = int.Parse(bounds[0], System.Globalization.CultureInfo.InvariantCulture);
                return bounds switch
                {
                    [_] => (least, least),
                    [_, ""] => (least, least + mostRepeats),
                    _ => (least, int.Parse(bounds[1], System.Globalization.CultureInfo.InvariantCulture)),
                };
            default:
                return (1, 1);
        }
    }

    private void Write(List<char> characters, bool writes)
    {
        if (writes)
            _text.Append(characters[random.Next(characters.Count)]);
    }
}
