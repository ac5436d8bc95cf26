namespace Pulse.References.Diagnostics;

/// <summary>What somebody who mistyped a name probably meant.</summary>
internal static class Suggestion
{
    /// <summary>"; did you mean 'x'?", or nothing where no candidate is near.</summary>
    public static string For(string text, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Distinct()
            .Select(candidate => (Candidate: candidate, Distance: Distance(text, candidate)))
            .Where(found => found.Distance <= Math.Max(2, text.Length / 4))
            .OrderBy(found => found.Distance)
            .ThenBy(found => found.Candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Candidate is { } candidate ? $"; did you mean '{candidate}'?" : "";
    }

    /// <summary>How many characters must be added, dropped or changed (Levenshtein), letter case aside.</summary>
    private static int Distance(string one, string other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        var current = new int[other.Length + 1];
        for (var i = 1; i <= one.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var change = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1;
                current[j] = Math.Min(previous[j - 1] + change, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[other.Length];
    }
}
