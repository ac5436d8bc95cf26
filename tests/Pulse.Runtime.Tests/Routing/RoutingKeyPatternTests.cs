namespace Pulse.Runtime.Tests.Routing;

public class RoutingKeyPatternTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("#", "")]
    [InlineData("#", "a")]
    [InlineData("#", "a.b.c")]
    [InlineData("#.#", "")]
    [InlineData("*", "a")]
    [InlineData("a", "a")]
    [InlineData("a.*.c", "a.b.c")]
    [InlineData("a.#", "a")]
    [InlineData("a.#", "a.b.c")]
    [InlineData("#.c", "c")]
    [InlineData("#.c", "a.b.c")]
    [InlineData("a.#.c", "a.c")]
    [InlineData("a.#.c", "a.c.c")]
    [InlineData("#.b.#", "a.b.c")]
    [InlineData("*.#", "a")]
    [InlineData("#.*", "a")]
    [InlineData("#.*.#", "a.b")]
    [InlineData("a.*", "a.")]
    [InlineData("*.*", ".")]
    [InlineData("a..b", "a..b")]
    [InlineData("a.#.b.#.c", "a.x.b.y.b.z.c")]
    [InlineData("primary.*.*.*.*.*.gaia.#", "primary.t._._._.p.gaia.s.g._")]
    public void A_pattern_matches_a_key_of_its_form(string pattern, string key) =>
        Assert.True(RoutingKeyPattern.Matches(pattern, key));

    [Theory]
    [InlineData("", "a")]
    [InlineData("*", "")]
    [InlineData("*", "a.b")]
    [InlineData("a", "")]
    [InlineData("a", "b")]
    [InlineData("a", "A")]
    [InlineData("a.*", "a")]
    [InlineData("a.*.c", "a.c")]
    [InlineData("a.#.c", "a.b")]
    [InlineData("#.*.#", "")]
    [InlineData("a*", "ab")]
    [InlineData("a#", "ab")]
    [InlineData("a.", "a")]
    [InlineData("a", "a.")]
    [InlineData("a.#.b.#.c", "a.x.c.y.b.z")]
    public void A_pattern_does_not_match_a_key_of_another_form(string pattern, string key) =>
        Assert.False(RoutingKeyPattern.Matches(pattern, key));

    [Fact]
    public void The_matcher_agrees_with_the_definition_on_random_patterns_and_keys()
    {
        var random = new Random(20261123);
        string Words(string[] vocabulary) =>
            string.Join(
                '.',
                Enumerable.Range(0, random.Next(0, 7)).Select(_ => vocabulary[random.Next(vocabulary.Length)])
            );
        var matches = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var pattern = Words(["a", "b", "*", "#", "#", ""]);
            var key = Words(["a", "b", "", "a"]);
            var expected = Defined(Split(pattern), Split(key));
            matches += expected ? 1 : 0;
            Assert.True(expected == RoutingKeyPattern.Matches(pattern, key), $"'{pattern}' and '{key}': {expected}");
        }

        Assert.InRange(matches, 20_000, 180_000); // The sample says something.
    }

    [Fact]
    public void Matching_many_wildcards_does_not_take_exponential_time()
    {
        var pattern = string.Join('.', Enumerable.Repeat("#.a", 60)) + ".b";
        var key = string.Join('.', Enumerable.Repeat("a", 127));
        Assert.False(RoutingKeyPattern.Matches(pattern, key));
    }

    private static string[] Split(string words) => words.Length == 0 ? [] : words.Split('.');

    private static bool Defined(ReadOnlySpan<string> pattern, ReadOnlySpan<string> key) =>
        pattern switch
        {
            [] => key.IsEmpty,
            ["#", .. var rest] => Defined(rest, key) || (!key.IsEmpty && Defined(pattern, key[1..])),
            [var word, .. var rest] => !key.IsEmpty && (word == "*" || word == key[0]) && Defined(rest, key[1..]),
        };
}
