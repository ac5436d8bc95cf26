using Pulse.References.Diagnostics;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>
/// Finds the word that was probably meant by a misspelt one. A word that may well be another one is not near: with another
/// number in it, with something put in front (<c>unlocked</c>), or with two differences that begin at the first letter
/// (<c>enqueued</c>, <c>dequeued</c>).
/// </summary>
internal static class NearestText
{
    /// <summary>The nearest of the known words; null if none is near.</summary>
    public static string? Of(string text, IEnumerable<string> known)
    {
        var folded = Folded(text);
        return known
            .Select(candidate => (Candidate: candidate, Errors: ErrorsBetween(folded, Folded(candidate))))
            .Where(found => found.Errors is not null)
            .OrderBy(found => found.Errors)
            .ThenBy(found => found.Candidate, StringComparer.Ordinal)
            .FirstOrDefault()
            .Candidate;
    }

    private static int? ErrorsBetween(string text, string known)
    {
        if (text == known)
            return text.Length == 0 ? null : 0;
        if (text.Length == 0 || !text.Where(char.IsDigit).SequenceEqual(known.Where(char.IsDigit)))
            return null;
        var most =
            known.Length < 4 ? 0
            : known.Length < 8 || text[0] != known[0] ? 1
            : 2;
        var hasOtherFront =
            Math.Abs(text.Length - known.Length) > 1
            && (text.EndsWith(known, StringComparison.Ordinal) || known.EndsWith(text, StringComparison.Ordinal));
        var errors = new EditDistance(text, most).To(known);
        return errors <= most && !hasOtherFront ? errors : null;
    }

    /// <summary>The letters and digits of a word: <c>claim_expired</c>, <c>claimExpired</c> and <c>Claim-Expired</c> are one word.</summary>
    public static string Folded(string word) =>
        new([.. word.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
