namespace Pulse.References.Diagnostics;

/// <summary>What somebody who mistyped a name probably meant.</summary>
internal static class SpellingSuggestion
{
    // Nobody mistypes a name this long; and comparing two takes time that grows with the square.
    private const int MaxLength = 200;

    /// <summary>"; did you mean 'x'?", or nothing where no candidate is near.</summary>
    public static string For(string text, IEnumerable<string> candidates)
    {
        var most = Math.Max(2, text.Length / 4);
        if (text.Length > MaxLength)
            return "";
        var row = new int[text.Length + most + 1];
        var nearest = candidates
            .Where(candidate => Math.Abs(candidate.Length - text.Length) <= most)
            .Select(candidate => (Candidate: candidate, Distance: Distance(text, candidate, most, row)))
            .Where(found => found.Distance <= most)
            .OrderBy(found => found.Distance)
            .ThenBy(found => found.Candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Candidate is { } candidate ? $"; did you mean '{candidate}'?" : "";
    }

    /// <summary>
    /// How many characters must be added, dropped or changed (Levenshtein), letter case aside; more than
    /// <paramref name="most"/> as soon as it is certain. <paramref name="row"/> is room to work in.
    /// </summary>
    private static int Distance(string one, string other, int most, int[] row)
    {
        for (var j = 0; j <= other.Length; j++)
            row[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, least) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                var change = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + change, Math.Min(row[j], row[j - 1]) + 1));
                least = Math.Min(least, row[j]);
            }

            if (least > most)
                return least;
        }

        return row[other.Length];
    }
}
