using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>Patterns mean what ECMA-262 says, whether they are emitted as calls or as regular expressions of .NET.</summary>
public class PatternTests
{
    // The pattern, strings that contain a match, and strings that do not.
    private static readonly (string Pattern, string[] Matched, string[] Others)[] Patterns =
    [
        (
            "^[A-Za-z0-9_-]{8}[Q-T][A-Za-z0-9_-][CGKOSWaeimquy26-][A-Za-z0-9_-]{10}[AQgw]$",
            ["fN1SbArXTPSVFNUvaOlinQ"],
            [
                "fN1SbArXTPSVFNUvaOlinQx",
                "fN1SbArXAPSVFNUvaOlinQ",
                "fN1SbArXTPSVFNUvaOlinR",
                "",
                "fN1SbArXTPSVFNUvaOl!nQ",
                "fN1SbArXTPSVFNUvaOlinQ\n",
            ]
        ),
        (
            "^([a-zA-Z0-9-_]*)$",
            ["", "a-b_c", "abcdefghijklmnopqrstuvwxyz0123456789"],
            ["a b", "ä", "abcdefghijklmnopqrstuvwxyz.123456789", "a\n"]
        ),
        (
            "^[a-zA-Z0-9-_]{1,38}/[a-z]([-a-z0-9]{0,36}[a-z0-9])?$",
            ["a/b", "proj/worker-9", "A_1/ab"],
            ["a/b-", "/b", "a/", "a/B", "a/b/c"]
        ),
        ("^(https?://|ssh://|git@)", ["http://x", "https://", "git@github"], ["ftp://", " http://", "httpss://"]),
        ("[-a-z0-9]+", ["A-", "Zz"], ["", "ABC", "ÄÖ"]),
        ("^[\\x20-\\x7e]+$", [" ~"], ["", "a\u007f", "ü", "a\n"]),
        ("a", ["xay"], ["", "b"]),
        ("^a*b", ["b", "aab"], ["ac"]),
        ("^a*ab$", ["ab", "aaab"], ["b", "aabb"]),
        ("^a{2,3}?b?$", ["aa", "aaab"], ["a", "aaaa"]),
        ("^x{0}y$", ["y"], ["xy"]),
        ("^$", [""], ["\n", "a"]),
        ("^(a|b(c|d))e$", ["ae", "bce", "bde"], ["be", "abe"]),
        ("^(ab?|cd)[a-d]{0,2}$", ["a", "abb", "cdcd"], ["b", "abcde"]),
        ("^a|b$", ["ax", "xb"], ["xax"]),
        ("^.$", ["🐲", "a"], ["\n", "ab", "\u2028"]),
        ("^🐲*$", ["", "🐲🐲"], ["🐉"]),
        ("^[^a]$", ["🐲", "b"], ["a", "🐲🐲"]),
        ("^[🐲a]+$", ["🐲a"], ["🐉"]),
        ("^\\d$", ["1"], ["٣", "1\n"]),
        ("^\\w+$", ["aZ_9"], ["é", "-"]),
        ("^\\S+\\s\\S+$", ["a b", "a\u00a0b", "a\ufeffb", "a\u2003b"], ["ab", "a\u0085b"]),
        ("^[\\D]$", ["é"], ["7"]),
        ("\\bword\\b", ["a word.", "éword"], ["swords"]),
        ("^\\cC$", ["\u0003"], ["c"]),
        ("^\\u{1F432}\\u0041$", ["🐲A"], ["🐲B"]),
        ("^\\ud83d\\udc32+$", ["🐲🐲"], ["🐉"]),
        ("^\\p{Letter}+$", ["éa"], ["1"]),
        ("^(?<year>\\d{4})-\\k<year>$", ["2024-2024"], ["2024-2025"]),
        ("^[a-z-[aeiou]]$", ["b]"], ["b", "a"]),
        ("^(?!foo)", ["bar", ""], ["foobar"]),
        ("^a{,2}$", ["a{,2}"], ["aa"]),
        ("^a*b{2147483647}c{2147483647}$", [], ["abc"]),
        ("^'\"+$", ["'\""], ["'", "\""]),
        ("^[]$", [], ["", "a"]),
        ("^[^]$", ["a", "\n"], [""]),
    ];

    private static readonly string[] Simple =
    [
        "^[a-c]{2}[x-z]+$",
        "^a?b?c?$",
        "^[ab]*[cd]{1,3}e$",
        "^(ab|cd)[a-d]{0,5}$",
        "^[a-d]{3,9}[ab]{2}$",
        "^[a-d]+-[a-d]*$",
        "^[a-z]{16,40}$",
        "^(?:a|b)?[c-e]+",
        "[bd]",
        "^ab+c*d?$",
    ];

    [Fact]
    public void A_string_is_matched_as_ECMA_262_says()
    {
        var typed = Compile([.. Patterns.Select(pattern => pattern.Pattern)]);
        for (var i = 0; i < Patterns.Length; i++)
        {
            var (pattern, matched, others) = Patterns[i];
            foreach (var text in matched.Concat(others))
                Assert.True(IsMatched(typed, i, text) == matched.Contains(text), $"{pattern} and '{text}'");
        }
    }

    [Fact]
    public void Simple_patterns_are_emitted_as_calls()
    {
        var typed = Compile(Simple);
        Assert.DoesNotContain("TextPattern", typed.Source("S0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_match_what_a_regular_expression_matches()
    {
        var typed = Compile(Simple);
        var random = new Random(1);
        for (var i = 0; i < Simple.Length; i++)
        {
            var regex = new Regex(Simple[i], RegexOptions.ECMAScript);
            for (var n = 0; n < 2000; n++)
            {
                var text =
                    random.Next(2) == 0
                        ? PatternSampler.Sample(Simple[i], random, random.Next(20))
                        : new string(random.GetItems("abcdexyz-é".ToCharArray(), random.Next(24)));
                if (random.Next(3) == 0 && text.Length > 0)
                    text = text.Remove(random.Next(text.Length), 1).Insert(random.Next(text.Length), "a");
                Assert.True(IsMatched(typed, i, text) == regex.IsMatch(text), $"{Simple[i]} and '{text}'");
            }
        }
    }

    [Fact]
    public void A_pattern_that_takes_too_long_is_a_fault()
    {
        var typed = Compile(["^(([a-z])+.)+[A-Z]([a-z])+$"]);
        var fault = Assert.Single(typed.Faults(JsonSerializer.Serialize(new { p0 = new string('a', 60) })));
        Assert.EndsWith("(not matched in time)", fault.Rule, StringComparison.Ordinal);
    }

    private static TypedSchemas Compile(IReadOnlyList<string> patterns) =>
        TypedSchemas.Compile(
            JsonSerializer.Serialize(
                new
                {
                    type = "object",
                    properties = patterns
                        .Select((pattern, i) => (Name: $"p{i}", Schema: new { type = "string", pattern }))
                        .ToDictionary(property => property.Name, property => property.Schema),
                }
            )
        );

    private static bool IsMatched(TypedSchemas typed, int number, string text) =>
        typed.Faults(JsonSerializer.Serialize(new Dictionary<string, string> { [$"p{number}"] = text })).Count == 0;
}
