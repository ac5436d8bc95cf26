using System.Buffers;

namespace Pulse.Decoding.Tests.Primitives;

public class TextScanTests
{
    [Fact]
    public void A_set_contains_its_characters_and_no_others_at_any_place_of_a_string_of_any_length()
    {
        var random = new Random(1);
        for (var n = 0; n < 400; n++)
        {
            var characters = random.GetItems(Ascii, random.Next(1, 100)).Distinct().ToArray();
            var set = SearchValues.Create(characters);
            for (var length = 1; length < 50; length++)
            {
                var text = random.GetItems(characters, length);
                Assert.True(TextScan.Of(new(text)).Take(set, length).IsAtEnd);
                Assert.True(TextScan.IsAll(new(text), set, length, length));
                Assert.False(TextScan.IsAll(new(text), set, length + 1, int.MaxValue));
                Assert.False(TextScan.IsAll(new(text), set, 0, length - 1));
                Assert.True(TextScan.Of(new(text)).TakeMany(set, length, length + 9).IsAtEnd);
                var at = random.Next(length);
                text[at] = random.Next(3) == 0 ? (char)random.Next(0x80, 0x10000) : random.GetItems(Ascii, 1)[0];
                var isIn = set.Contains(text[at]);
                Assert.Equal(isIn, TextScan.IsAll(new(text), set, 0, length));
                Assert.Equal(isIn, TextScan.Of(new(text)).TakeAllBut(set, 0, length, 0).IsAtEnd);
                Assert.Equal(isIn, TextScan.Of(new(text)).TakeMany(set, 0, int.MaxValue).IsAtEnd);
                Assert.Equal(
                    isIn ? length : at,
                    length - Enumerable.Range(0, length + 1).First(rest => Passes(new(text), set, length - rest))
                );
            }
        }
    }

    [Fact]
    public void Parts_follow_each_other()
    {
        var set = SearchValues.Create("0123456789");
        var scan = TextScan.Of("v12.3").Literal("v").TakeMany(set, 1, 2);
        Assert.True(scan.IsMatched);
        Assert.False(scan.IsAtEnd);
        Assert.True(scan.Literal('.').Take(set).IsAtEnd);
        Assert.False(scan.Take(set).IsMatched);
        Assert.False(scan.Literal('.').Take(set).Take(set).IsMatched);
        Assert.False(scan.Literal(".3").Literal('3').IsMatched);
        Assert.False(TextScan.Of(null).Literal("v").IsMatched);
        Assert.False(TextScan.Of("1").TakeAllBut(set, 0, 9, 2).IsMatched);
    }

    private static readonly char[] Ascii = [.. Enumerable.Range(0, 0x80).Select(code => (char)code)];

    private static bool Passes(string text, SearchValues<char> set, int count) =>
        TextScan.Of(text).Take(set, count).IsMatched;
}
