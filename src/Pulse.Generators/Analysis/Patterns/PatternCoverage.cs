namespace Pulse.Generators.Analysis.Patterns;

/// <summary>Decides whether one pattern matches every key that another one matches.</summary>
internal static class PatternCoverage
{
    // A word that no pattern contains: a pattern that matches it matches any word.
    private const string AnyWord = "\0";

    /// <summary>Tries the keys of the narrower pattern: any word for each <c>*</c>, none to many for each <c>#</c>.</summary>
    public static bool Covers(string wide, string narrow)
    {
        var words = PatternFeasibility.Split(narrow);
        var wildcards = words.Count(word => word == "#");
        if (wildcards > 2)
            return wide == "#" || wide == narrow; // Too many combinations for a pattern that nobody writes.

        // More words than the wide pattern has would not change the result.
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
