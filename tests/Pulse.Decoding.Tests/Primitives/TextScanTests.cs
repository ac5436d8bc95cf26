namespace Pulse.Decoding.Tests.Primitives;

public class TextScanTests
{
    [Fact]
    public void A_set_contains_its_characters_and_no_others_at_any_place_of_a_string_of_any_length()
    {
        var random = new Random(1);
        for (var n = 0; n < 400; n++)
        {
            var set = new HashSet<char>(random.GetItems(Ascii, random.Next(1, 100)));
            var (low, high) = Table(set);
            for (var length = 1; length < 50; length++)
            {
                var text = random.GetItems(set.ToArray(), length);
                Assert.True(TextScan.Of(new(text)).Take(low, high, length).IsAtEnd);
                Assert.True(TextScan.Of(new(text)).TakeMany(low, high, length, length + 9).IsAtEnd);
                var at = random.Next(length);
                text[at] = random.Next(3) == 0 ? (char)random.Next(0x80, 0x10000) : random.GetItems(Ascii, 1)[0];
                var isIn = set.Contains(text[at]);
                Assert.Equal(isIn, TextScan.Of(new(text)).TakeAllBut(low, high, 0, length, 0).IsAtEnd);
                Assert.Equal(isIn, TextScan.Of(new(text)).TakeMany(low, high, 0, int.MaxValue).IsAtEnd);
                Assert.Equal(
                    isIn ? length : at,
                    length - Enumerable.Range(0, length + 1).First(rest => Passes(new(text), low, high, length - rest))
                );
            }
        }
    }

    [Fact]
    public void Parts_follow_each_other()
    {
        var (low, high) = Table([.. "0123456789"]);
        var scan = TextScan.Of("v12.3").Literal("v").TakeMany(low, high, 1, 2);
        Assert.True(scan.IsMatched);
        Assert.False(scan.IsAtEnd);
        Assert.True(scan.Literal(".").Take(low, high, 1).IsAtEnd);
        Assert.False(scan.Take(low, high, 1).IsMatched);
        Assert.False(TextScan.Of(null).Literal("v").IsMatched);
        Assert.False(TextScan.Of("1").TakeAllBut(low, high, 0, 9, 2).IsMatched);
    }

    private static readonly char[] Ascii = [.. Enumerable.Range(0, 0x80).Select(code => (char)code)];

    private static bool Passes(string text, ulong low, ulong high, int count) =>
        TextScan.Of(text).Take(low, high, count).IsMatched;

    private static (ulong Low, ulong High) Table(HashSet<char> set)
    {
        var table = new byte[16];
        foreach (var character in set)
            table[character & 15] |= (byte)(1 << (character >> 4));
        return (BitConverter.ToUInt64(table, 0), BitConverter.ToUInt64(table, 8));
    }
}
