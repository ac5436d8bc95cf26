namespace Pulse.Generators.Analysis.Patterns;

/// <summary>Whether one pattern matches every key that another one does.</summary>
internal static class PatternCoverage
{
    // A word that no pattern spells out: what matches it matches any.
    private const string AnyWord = "\0";

    /// <summary>Tries the narrower pattern's keys: any word for each <c>*</c>, no to many for each <c>#</c>.</summary>
    public static bool Covers(string wide, string narrow)
    {
        var words = PatternFeasibility.Split(narrow);
        var wildcards = words.Count(word => word == "#");
        if (wildcards > 2)
            return wide == "#" || wide == narrow; // Too many combinations, for a pattern that nobody writes.

        // More words than the wide pattern has tell nothing new.
        var most = PatternFeasibility.Split(wide).Count + 1;
        var counts = Enumerable.Range(0, most + 1).ToList();
        return wildcards switch
        {
            0 => Matches([]),
            1 => counts.All(count => Matches([count])),
            _ => counts.All(one => counts.All(other => Matches([one, other]))),
        };

        bool Matches(IReadOnlyList<int> many)
        {
            var at = 0;
            var key = words.SelectMany(word =>
                word == "#" ? Enumerable.Repeat(AnyWord, many[at++])
                : word == "*" ? [AnyWord]
                : [word]
            );
            return RoutingKeyPattern.Matches(wide.AsSpan(), string.Join(".", key).AsSpan());
        }
    }
}
