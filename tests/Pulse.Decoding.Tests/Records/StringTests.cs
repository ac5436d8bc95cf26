using System.Text;
using System.Text.Json;
using Pulse.Decoding.Tests.Differential;

namespace Pulse.Decoding.Tests.Records;

public class StringTests
{
    public static TheoryData<string, byte[]> InvalidUtf8() =>
        new()
        {
            { "a lone continuation", [0x80] },
            { "the last lone continuation", [0xbf] },
            { "an overlong zero", [0xc0, 0x80] },
            { "an overlong slash", [0xc1, 0xaf] },
            { "an overlong one of three", [0xe0, 0x80, 0xaf] },
            { "an overlong one of four", [0xf0, 0x80, 0x80, 0xaf] },
            { "two bytes cut short", [0xc3] },
            { "three bytes cut short", [0xe2, 0x82] },
            { "four bytes cut short", [0xf0, 0x9f, 0xa6] },
            { "a high surrogate", [0xed, 0xa0, 0x80] },
            { "a low surrogate", [0xed, 0xbf, 0xbf] },
            { "a pair of surrogates", [0xed, 0xa0, 0xbe, 0xed, 0xb6, 0x8a] },
            { "beyond Unicode", [0xf4, 0x90, 0x80, 0x80] },
            { "five bytes", [0xf8, 0x88, 0x80, 0x80, 0x80] },
            { "no byte of UTF-8", [0xfe] },
            { "another one", [0xff] },
        };

    [Theory]
    [MemberData(nameof(InvalidUtf8))]
    public void Invalid_UTF_8_is_refused_where_it_would_become_a_string(string what, byte[] bytes)
    {
        _ = what;
        // Short and long, alone and at either end: whatever is read in one go must be looked at.
        foreach (var around in new[] { "", "a", "sixteen letters.", new string('x', 100) })
        {
            byte[][] texts =
            [
                [(byte)'"', .. bytes, .. Encoding.UTF8.GetBytes(around), (byte)'"'],
                [(byte)'"', .. Encoding.UTF8.GetBytes(around), .. bytes, (byte)'"'],
                [(byte)'"', .. Encoding.UTF8.GetBytes(around), .. bytes, .. "\\n"u8, (byte)'"'],
            ];
            foreach (var text in texts)
            {
                foreach (var property in new[] { "text", "state", "moment", "day", "choice" })
                    Assert.Equal("$." + property, EveryWay.Refuse(EveryWay.With(property, text)).Path);
                EveryWay.Refuse(EveryWay.With("names", [(byte)'[', .. text, (byte)']']));
                EveryWay.Refuse(EveryWay.With("counts", [(byte)'{', .. text, .. ":1}"u8]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(InvalidUtf8))]
    public void Invalid_UTF_8_is_refused_anywhere_in_free_form_JSON(string what, byte[] bytes)
    {
        _ = what;
        foreach (var around in new[] { "", "a", "\\n", new string('x', 100) })
        {
            byte[] text = [(byte)'"', .. Encoding.UTF8.GetBytes(around), .. bytes, (byte)'"'];
            byte[][] values =
            [
                text,
                [.. "[1,"u8, .. text, .. "]"u8],
                [.. "{"u8, .. text, .. ":1}"u8],
                [.. "{\"a\":{\"b\":["u8, .. text, .. "]}}"u8],
            ];
            foreach (var value in values)
            {
                Assert.Equal("$.anything", EveryWay.Refuse(EveryWay.With("anything", value)).Path);
                Assert.Equal("$", Assert.Throws<JsonException>(() => PayloadReader.DecodeElement(value)).Path);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InvalidUtf8))]
    public void Invalid_UTF_8_in_an_unknown_property_is_ignored(string what, byte[] bytes)
    {
        _ = what;
        var least = Pulse.Decoding.Tests.Features.FeatureEvents.Everything.Decode(Message.Least().Json);
        foreach (var around in new[] { "", "a", "\\n", "\\ud83e\\udd8a", new string('x', 100) })
        {
            byte[] text = [(byte)'"', .. Encoding.UTF8.GetBytes(around), .. bytes, (byte)'"'];
            Assert.Equal(least, EveryWay.Read(EveryWay.With("unknown", text)));
            Assert.Equal(least, EveryWay.Read([.. "{"u8, .. text, .. ":1,"u8, .. Message.Least().Json[1..]]));
        }

        byte[] half = [(byte)'"', .. bytes, .. "\\ud83e\""u8];
        EveryWay.Refuse([.. "{"u8, .. half, .. ":1,"u8, .. Message.Least().Json[1..]]);
    }

    [Theory]
    [InlineData("\\ud83e\\udd8a", "🦊")]
    [InlineData("\\uD83E\\uDD8A", "🦊")]
    [InlineData("🦊", "🦊")]
    [InlineData("gr\\u00f6\\u00dfer", "größer")]
    [InlineData("\\u0000", "\0")]
    [InlineData("\\uffff", "\uffff")]
    [InlineData("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t")]
    [InlineData("a\u007fb", "a\u007fb")]
    [InlineData("\u2028", "\u2028")]
    public void An_escape_is_the_character_that_it_stands_for(string json, string expected)
    {
        Assert.Equal(expected, EveryWay.Read("text", $"\"{json}\"").Text);
        Assert.Equal([expected], EveryWay.Read("names", $"[\"{json}\"]").Names);
        Assert.Equal(1, EveryWay.Read("counts", $"{{\"{json}\":1}}").Counts[expected]);
        Assert.Equal(expected, EveryWay.Read("state", $"\"{json}\"").State.Text);
    }

    [Theory]
    [InlineData("\\ud83e")]
    [InlineData("\\udd8a")]
    [InlineData("\\udd8a\\ud83e")]
    [InlineData("\\ud83ex")]
    [InlineData("\\ud83e\\n")]
    [InlineData("\\ud83e\\u0041")]
    [InlineData("\\ud83e\\ud83e")]
    public void A_lone_surrogate_is_refused_where_it_would_become_a_string(string json)
    {
        foreach (var property in new[] { "text", "state", "moment", "choice" })
            Assert.Equal("$." + property, EveryWay.Refuse(property, $"\"{json}\"").Path);
        EveryWay.Refuse("counts", $"{{\"{json}\":1}}");
        EveryWay.Refuse(EveryWay.With(json, "1"));
        EveryWay.Read("unknown", $"\"{json}\"");
    }

    [Fact]
    public void Only_the_last_of_equal_discriminators_is_read()
    {
        var message = EveryWay.With("source", """{"kind":"\ud83e","kind":"other","more":1}""");
        Assert.NotNull(SystemTextJsonReading.Of(message, typeof(Features.FeatureEvents.Everything)));
        Assert.NotNull(Features.FeatureEvents.Everything.Decode(message).Source);
    }

    [Theory]
    [InlineData("\\x")]
    [InlineData("\\u12")]
    [InlineData("\\u12g4")]
    [InlineData("\\U0041")]
    [InlineData("\\'")]
    [InlineData("\n")]
    [InlineData("\t")]
    [InlineData("\0")]
    [InlineData("\u001f")]
    [InlineData("\\")]
    public void A_malformed_string_is_refused_in_any_property(string json)
    {
        foreach (var property in new[] { "text", "state", "moment", "day", "anything", "unknown" })
            EveryWay.Refuse(property, $"\"{json}\"");
        EveryWay.Refuse("counts", $"{{\"{json}\":1}}");
        EveryWay.Refuse("unknown", $"{{\"{json}\":1}}");
    }

    [Theory]
    [InlineData("\\u0074ext", "text")]
    [InlineData("te\\u0078t", "text")]
    [InlineData("a\\u0062", "ab")]
    [InlineData("\\u00fcn\\u00EF", "ünï")]
    [InlineData("quo\\u0022te\\u005cd", "quo\"te\\d")]
    public void A_property_is_found_by_an_escaped_name(string json, string name)
    {
        var value = name == "ab" ? "5" : "\"found\"";
        var message = EveryWay.Read(
            Encoding.UTF8.GetBytes(
                Encoding
                    .UTF8.GetString(Message.Least().Json)
                    .Replace("{\"text\":\"\"", $"{{\"text\":\"\",\"{json}\":{value}", StringComparison.Ordinal)
            )
        );
        Assert.Equal(
            ("found", name),
            (
                name switch
                {
                    "text" => message.Text,
                    "ab" => message.Ab == 5 ? "found" : null,
                    "ünï" => message.Umlauts,
                    _ => message.Quoted,
                },
                name
            )
        );
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("TEXT")]
    [InlineData("text ")]
    [InlineData("tex")]
    [InlineData("texts")]
    [InlineData("text\\u0000")]
    [InlineData("te\\u0000t")]
    public void A_property_name_that_is_merely_similar_is_unknown(string name) =>
        Assert.Equal("", EveryWay.Read(EveryWay.With(name, "7")).Text);
}
