using Pulse.Decoding;

namespace Pulse.Runtime.Tests.Routing;

public class RoutingKeyWordsTests
{
    [Theory]
    [InlineData("p.a.b.r", -1, 4, "p|a|b|r")]
    [InlineData("p.a.b.r", 3, 4, "p|a|b|r")]
    [InlineData("p.a.b.r.e.s", 3, 4, "p|a|b|r.e.s")]
    [InlineData("p.a.b", 3, 4, "p|a|b|<null>")]
    [InlineData("x.y.z.c", 0, 2, "x.y.z|c")]
    [InlineData("c", 0, 2, "<null>|c")]
    [InlineData("a.x.y.c", 1, 3, "a|x.y|c")]
    [InlineData("p._.b._", 3, 4, "p|<null>|b|<null>")]
    [InlineData("_", 0, 1, "<null>")]
    [InlineData("", 0, 1, "<null>")]
    [InlineData("", -1, 0, "")]
    [InlineData("a..c", -1, 3, "a||c")]
    [InlineData("*.#.ü", -1, 3, "*|#|ü")]
    public void A_key_with_a_multi_word_field_is_split_from_both_ends(
        string key,
        int multipleWordsAt,
        int fields,
        string expected
    )
    {
        var words = RoutingKeyWords.Parse(key, fields, multipleWordsAt, "form");
        Assert.Equal(words, RoutingKeyWords.TryParse(key, fields, multipleWordsAt));
        Assert.Equal(
            expected,
            string.Join('|', Enumerable.Range(0, fields).Select(i => words.GetOptional(i) ?? "<null>"))
        );
        Assert.Equal(
            expected.Replace("<null>", "_", StringComparison.Ordinal),
            string.Join('|', Enumerable.Range(0, fields).Select(words.Get))
        );
    }

    [Theory]
    [InlineData("a.b", -1, 3, "2 words")]
    [InlineData("a.b.c.d", -1, 3, "4 words")]
    [InlineData("a", 2, 3, "1 word ")]
    [InlineData("", -1, 1, "0 words")]
    public void A_wrong_number_of_words_is_an_error_that_shows_the_form(
        string key,
        int multipleWordsAt,
        int fields,
        string count
    )
    {
        var error = Assert.Throws<FormatException>(() =>
            RoutingKeyWords.Parse(key, fields, multipleWordsAt, "primary.taskId")
        );
        Assert.Null(RoutingKeyWords.TryParse(key, fields, multipleWordsAt));
        Assert.Null(RoutingKeyWords.TryParse(null, fields, multipleWordsAt));
        Assert.Contains(count, error.Message, StringComparison.Ordinal);
        Assert.Contains("'primary.taskId'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_its_constants_and_what_is_set_with_an_underscore_for_the_rest()
    {
        var words = new RoutingKeyWords(["primary", null, null, null]);
        words.SetWord(1, "a", "TaskId");
        words.SetOptionalWord(2, null, "RunId");
        words.SetOptionalWords(3, "x.y", "Reserved");
        Assert.Equal("primary.a._.x.y", words.ToString());

        var copy = words.Copy();
        Assert.Equal(words, copy);
        Assert.Equal(words.GetHashCode(), copy.GetHashCode());
        copy.SetWords(3, "z", "Reserved");
        Assert.Equal(("x.y", "z"), (words.Get(3), copy.Get(3)));
        Assert.NotEqual(words, copy);
        Assert.Equal("", new RoutingKeyWords([]).ToString());
    }

    [Theory]
    [InlineData("a.b", "is one word")]
    [InlineData("*", "cannot hold '*'")]
    [InlineData("", "cannot be empty")]
    public void What_a_field_of_a_key_cannot_hold_is_refused(string value, string reason)
    {
        var words = new RoutingKeyWords([null]);
        foreach (var set in (Action<int, string, string>[])[words.SetWord, words.SetOptionalWord])
        {
            var error = Assert.Throws<ArgumentException>(() => set(0, value, "TaskId"));
            Assert.Equal("TaskId", error.ParamName);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a..b", "empty word")]
    [InlineData("a.#", "wildcard '#'")]
    [InlineData("*", "wildcard '*'")]
    public void What_a_field_of_several_words_of_a_key_cannot_hold_is_refused(string value, string reason)
    {
        var words = new RoutingKeyWords([null]);
        foreach (var set in (Action<int, string, string>[])[words.SetWords, words.SetOptionalWords])
            Assert.Contains(
                reason,
                Assert.Throws<ArgumentException>(() => set(0, value, "Topic")).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_required_field_of_a_key_has_a_value()
    {
        var words = new RoutingKeyWords([null]);
        Assert.Equal("TaskId", Assert.Throws<ArgumentNullException>(() => words.SetWord(0, null!, "TaskId")).ParamName);
        Assert.Equal("Topic", Assert.Throws<ArgumentNullException>(() => words.SetWords(0, null!, "Topic")).ParamName);
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("*")]
    [InlineData("#")]
    [InlineData("a*")]
    [InlineData("")]
    public void A_word_with_a_dot_or_wildcard_is_refused_as_a_field(string value) =>
        Assert.Equal("TaskId", Assert.Throws<ArgumentException>(() => RoutingKeyText.Word(value, "TaskId")).ParamName);

    [Theory]
    [InlineData("a")]
    [InlineData("_")]
    [InlineData(null)]
    public void A_single_word_is_accepted_as_a_field(string? value) =>
        Assert.Equal(value, RoutingKeyText.Word(value, "TaskId"));

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a.b*")]
    [InlineData("#x")]
    public void Empty_words_and_partial_wildcards_are_refused_as_a_multi_word_field(string value) =>
        Assert.Throws<ArgumentException>(() => RoutingKeyText.Words(value, "Topic"));

    [Theory]
    [InlineData("a.b")]
    [InlineData("a.*.#")]
    [InlineData(null)]
    public void Several_words_and_wildcards_are_accepted_as_a_multi_word_field(string? value) =>
        Assert.Equal(value, RoutingKeyText.Words(value, "Topic"));

    [Fact]
    public void A_key_is_at_most_255_bytes()
    {
        Assert.Equal(255, RoutingKeyText.Checked(new string('k', 255)).Length);
        Assert.Contains(
            "256",
            Assert.Throws<InvalidOperationException>(() => RoutingKeyText.Checked(new string('ä', 128))).Message,
            StringComparison.Ordinal
        );
    }
}
