using System.Text;

namespace Pulse.Decoding.Tests.Primitives;

public class StringReadingTests
{
    private static readonly KnownTexts Known = new(
        "running",
        "a text of more than sixteen bytes",
        "größer",
        "",
        "a\0",
        "\""
    );

    public static TheoryData<string> Texts =>
        [
            "",
            "a",
            "\0",
            "exactly fifteen",
            "exactly sixteen.",
            "exactly seventeen",
            "thirty-two characters, and two..",
            "ä",
            "sixteen, but an ä",
            "ビルド 🦊",
            "quotes \" and \\ and / and control \n\r\t\b\f\u0001",
            new string('x', 64),
            new string('x', 65),
            new string('ü', 5000),
        ];

    [Theory]
    [InlineData("running", true)]
    [InlineData("a text of more than sixteen bytes", true)]
    [InlineData("größer", true)]
    [InlineData("", true)]
    [InlineData("a\0", true)]
    [InlineData("Running", false)]
    [InlineData("a", false)]
    [InlineData("\ud83e", false)]
    public void Known_texts_contain_exactly_the_given_strings(string text, bool isKnown)
    {
        Assert.Equal(isKnown, Known.Contains(text));
        Assert.False(Known.Contains(text + new string('x', 300)));
        Assert.True(new KnownTexts(new string('ü', 300)).Contains(new string('ü', 300)));
        Assert.False(new KnownTexts("\ufffd").Contains("\ud83e"));
    }

    public static TheoryData<string> Json =>
        [
            "\"\\u00e9\\ud83e\\udd8a\"",
            "\"\\ud83e\"",
            "\"\\ud83e\\ud83e\"",
            "\"\\udd8a\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\\x\"",
            "\"\\",
            "\"\\\"",
            "\"",
            "\"a",
            "\"a long text without an end, and no quote",
            "\"a\tb\"",
            "\"a long text with a tab at its very end\t\"",
            "'a'",
            "a",
            "1",
            "{}",
            "\"a\" \"b\"",
            "\"a\"]",
        ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Strings_of_any_content_are_read_as_by_System_Text_Json(string text)
    {
        foreach (
            var json in new[]
            {
                System.Text.Json.JsonSerializer.Serialize(text),
                $"\"{System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"   ",
                $"\"{string.Concat(text.Select(unit => $"\\u{(int)unit:X4}"))}\"                      ",
            }
        )
            AllAgree(Encoding.UTF8.GetBytes(json));
    }

    [Theory]
    [MemberData(nameof(Json))]
    public void Malformed_strings_are_refused_as_by_System_Text_Json(string json) =>
        AllAgree(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xc3 })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xf4, 0x90, 0x80, 0x80 })]
    public void Invalid_UTF_8_is_refused_anywhere_in_a_string(byte[] bytes)
    {
        for (var before = 0; before < 40; before++)
        {
            var text = Enumerable.Repeat((byte)'x', before).Concat(bytes);
            AllAgree([(byte)'"', .. text, (byte)'"']);
            AllAgree([(byte)'"', .. text, .. "more of it, and an escape: \\n\""u8]);
        }
    }

    [Fact]
    public void A_known_string_is_always_the_same_instance()
    {
        foreach (var text in new[] { "running", "a text of more than sixteen bytes", "größer", "", "\"" })
        {
            var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(text);
            Assert.Equal(text, Read(json));
            if (!text.Contains('"', StringComparison.Ordinal) && Ascii.IsValid(text))
                Assert.Same(Read(json), Read(json));
        }

        Assert.Equal("a", Read("\"a\"             "u8.ToArray()));
        Assert.Equal("a\0", Read("\"a\\u0000\""u8.ToArray()));
    }

    private static string Read(byte[] json) =>
        PayloadReader.Decode(json, static (ref PayloadReader reader) => reader.ReadText(Known));

    private static void AllAgree(byte[] json)
    {
        Agreement.Check(json, static (ref PayloadReader reader) => reader.ReadString());
        Agreement.Check(json, static (ref PayloadReader reader) => reader.ReadRepeatedString());
        Agreement.Check(json, static (ref PayloadReader reader) => reader.ReadText(Known));
    }
}
