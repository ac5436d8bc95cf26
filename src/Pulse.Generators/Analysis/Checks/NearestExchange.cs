using Pulse.References.Diagnostics;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>
/// Finds the exchange that was probably meant by a misspelt name. Exchanges are often named in families (<c>…/v1/…</c>,
/// <c>…/v2/…</c>, one per deployment), so a name is near only if a typing error explains the difference.
/// </summary>
internal static class NearestExchange
{
    private const int MaxErrors = 3;

    /// <summary>The nearest of the known exchanges; null if none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var nearest = known
            .Select(candidate => (Candidate: candidate, Errors: ErrorsBetween(name, candidate)))
            .Where(found => found.Errors is not null)
            .OrderBy(found => found.Errors)
            .ThenBy(found => found.Candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Candidate;
    }

    /// <summary>The number of typing errors between two names; null if typing errors do not explain the difference.</summary>
    private static int? ErrorsBetween(string name, string known)
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
            var (one, other) = (NearestText.Folded(words[i]), NearestText.Folded(right[i]));
            // A name with another number in it is another version of something.
            if (!one.Where(char.IsDigit).SequenceEqual(other.Where(char.IsDigit)))
                return null;
            var most =
                other.Length < 4 ? 0
                : other.Length < 10 ? 1
                : 2;
            var errors = new EditDistance(one, most).To(other);
            if (errors > most)
                return null;
            sum += errors;
        }

        return sum <= MaxErrors ? sum : null;
    }
}
