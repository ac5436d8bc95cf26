namespace Pulse.Generators.Analysis;

/// <summary>
/// Finds the exchange that somebody probably meant. Exchanges are often named in families
/// (<c>…/v1/…</c>, <c>…/v2/…</c>, one a deployment), so a name is near only where a typing error explains it.
/// </summary>
internal static class NearName
{
    public static string? Of(string name, IEnumerable<string> known)
    {
        var nearest = known
            .Select(candidate => (Candidate: candidate, Distance: Distance(name, candidate)))
            .Where(found => found.Distance is not null)
            .OrderBy(found => found.Distance)
            .ThenBy(found => found.Candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Candidate;
    }

    /// <summary>How many typing errors lie between two names; null where that is no explanation.</summary>
    private static int? Distance(string name, string known)
    {
        var (words, right) = (name.Trim().Split('/').ToList(), known.Split('/').ToList());
        words.RemoveAll(word => word.Length == 0);
        if (words.Count == right.Count - 1)
            return right.Where((_, at) => right.Where((_, other) => other != at).SequenceEqual(words)).Any() ? 1 : null;
        if (words.Count != right.Count)
            return null;

        var sum = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var (one, other) = (Folded(words[i]), Folded(right[i]));
            // A name with another number in it is another version of something.
            if (!one.Where(char.IsDigit).SequenceEqual(other.Where(char.IsDigit)))
                return null;
            var errors = Errors(one, other);
            if (
                errors
                > (
                    other.Length < 4 ? 0
                    : other.Length < 10 ? 1
                    : 2
                )
            )
                return null;
            sum += errors;
        }

        return sum <= 3 ? sum : null;
    }

    // task_defined, taskDefined and Task-Defined are one name.
    private static string Folded(string word) =>
        new([.. word.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>How many characters must be added, dropped, changed or swapped with the next.</summary>
    private static int Errors(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                var change = table[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(change, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[one.Length, other.Length];
    }
}
