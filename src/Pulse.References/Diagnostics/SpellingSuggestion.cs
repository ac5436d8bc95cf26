namespace Pulse.References.Diagnostics;

/// <summary>Finds the name that was probably meant by a misspelt one.</summary>
internal static class SpellingSuggestion
{
    // Nobody types a name this long, and comparing two takes time proportional to the product of their lengths.
    private const int MaxLength = 200;

    /// <summary>"; did you mean 'x'?", or nothing if no candidate is near.</summary>
    public static string For(string text, IEnumerable<string> candidates) =>
        For(text, candidates, Math.Max(2, text.Length / 4));

    /// <summary>As above, with the highest number of typing errors.</summary>
    public static string For(string text, IEnumerable<string> candidates, int most)
    {
        if (text.Length > MaxLength)
            return "";
        var distance = new EditDistance(text, most);
        var nearest = candidates
            .Select(candidate => (Candidate: candidate, Distance: distance.To(candidate)))
            .Where(found => found.Distance <= most)
            .OrderBy(found => found.Distance)
            .ThenBy(found => found.Candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Candidate is { } candidate ? $"; did you mean '{candidate}'?" : "";
    }
}
