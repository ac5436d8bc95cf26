using Pulse.References.Emitting.Writing;

namespace Pulse.References.Emitting.Patterns;

/// <summary>Writes a simple pattern as calls that match it from the left, without ever going back.</summary>
internal static class PatternScan
{
    private const string Scan = "global::Pulse.Decoding.TextScan";

    /// <summary>The expression that is true if a string contains a match.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">The expression for the string.</param>
    /// <param name="setOf">Returns the expression for a set of characters.</param>
    /// <returns>The expression; "true" if all strings match; null if the pattern is not a simple one.</returns>
    public static string? Of(string pattern, string text, Func<string, string> setOf)
    {
        if (SimplePattern.Read(pattern) is not { } alternatives)
            return null;
        var scans = alternatives.Select(parts => Alternative(parts, text, setOf)).Distinct().ToList();
        if (scans.Contains(null))
            return null;
        return scans.Contains("true") ? "true" : string.Join(" || ", scans);
    }

    private static string? Alternative(List<PatternPart> parts, string text, Func<string, string> setOf)
    {
        var isFromStart = parts.Count > 0 && parts[0].Kind == PartKind.Start;
        var isToEnd = parts.Count > 0 && parts[parts.Count - 1].Kind == PartKind.End;
        parts = [.. parts.Skip(isFromStart ? 1 : 0).Take(parts.Count - (isFromStart ? 1 : 0) - (isToEnd ? 1 : 0))];
        if (parts.Any(part => part.Kind != PartKind.Characters))
            return null;
        if (!isToEnd && parts.All(part => part.Least == 0))
            return "true";
        if (isFromStart)
            return FromStart(Joined(parts), isToEnd, text, setOf);
        // Somewhere in the string one character is enough, however many follow.
        return parts.Count == 1 && parts[0] is { Least: 1, Set.Length: > 0 } && !isToEnd
            ? $"{Scan}.Contains({text}, {setOf(parts[0].Set)})"
            : null;
    }

    private static string? FromStart(List<PatternPart> parts, bool isToEnd, string text, Func<string, string> setOf)
    {
        var calls = $"{Scan}.Of({text})";
        if (parts.Count == 1 && parts[0].Set.Length > 1 && isToEnd)
            return $"{Scan}.IsAll({text}, {setOf(parts[0].Set)}, {CSharp.Number(parts[0].Least)}, {CSharp.Number(parts[0].Most)})";
        var last = parts.FindLastIndex(part => !part.IsFixed);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (part.IsFixed)
            {
                var literal = Literal(parts, i);
                calls +=
                    literal.Length > 1 ? $".Literal({CSharp.Literal(literal)})"
                    : literal.Length == 1 ? $".Literal({CSharp.Literal(literal[0])})"
                    : part.Least == 1 ? $".Take({setOf(part.Set)})"
                    : $".Take({setOf(part.Set)}, {CSharp.Number(part.Least)})";
                i += Math.Max(0, literal.Length - 1);
            }
            else if (i == last && isToEnd)
            {
                var after = parts.Skip(i + 1).Aggregate(0, (sum, fixedPart) => Sum(sum, fixedPart.Least));
                calls +=
                    $".TakeAllBut({setOf(part.Set)}, {CSharp.Number(part.Least)}, {CSharp.Number(part.Most)}, {CSharp.Number(after)})";
            }
            else if (IsToldFromNext(parts, i))
            {
                calls += $".TakeMany({setOf(part.Set)}, {CSharp.Number(part.Least)}, {CSharp.Number(part.Most)})";
            }
            else
            {
                return null;
            }
        }

        return calls + (isToEnd ? ".IsAtEnd" : ".IsMatched");
    }

    /// <summary>Whether no character of a part can begin what comes after it.</summary>
    private static bool IsToldFromNext(List<PatternPart> parts, int index)
    {
        for (var i = index + 1; i < parts.Count; i++)
        {
            if (!parts[i].IsDisjoint(parts[index]))
                return false;
            if (parts[i].Least > 0)
                return true;
        }

        return true;
    }

    /// <summary>The characters from a part on that are always the same; each is one part.</summary>
    private static string Literal(List<PatternPart> parts, int from) =>
        string.Concat(
            parts.Skip(from).TakeWhile(part => part is { Set.Length: 1, Least: 1, Most: 1 }).Select(part => part.Set)
        );

    /// <summary>The parts without those that take nothing, and those of one set that follow each other as one.</summary>
    private static List<PatternPart> Joined(List<PatternPart> parts)
    {
        var joined = new List<PatternPart>();
        foreach (var part in parts.Where(part => part.Most > 0))
        {
            var before = joined.Count > 0 ? joined[joined.Count - 1] : null;
            if (before?.Set == part.Set && part.Set.Length > 1)
                joined[joined.Count - 1] = part with
                {
                    Least = Sum(before.Least, part.Least),
                    Most = Sum(before.Most, part.Most),
                };
            else
                joined.Add(part);
        }

        return joined;
    }

    private static int Sum(int one, int other) => one > int.MaxValue - other ? int.MaxValue : one + other;
}
