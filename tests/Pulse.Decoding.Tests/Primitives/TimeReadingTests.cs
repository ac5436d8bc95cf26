using System.Text;
using System.Text.Json;

namespace Pulse.Decoding.Tests.Primitives;

public class TimeReadingTests
{
    public static TheoryData<string> Times =>
        [
            "2026-01-31T12:00:00.000Z",
            "2026-01-31T23:59:59.999Z",
            "0001-01-01T00:00:00.000Z",
            "9999-12-31T23:59:59.999Z",
            "0000-01-01T00:00:00.000Z",
            "2024-02-29T00:00:00.000Z",
            "2026-02-29T00:00:00.000Z",
            "2026-04-31T00:00:00.000Z",
            "2026-13-01T00:00:00.000Z",
            "2026-00-01T00:00:00.000Z",
            "2026-01-00T00:00:00.000Z",
            "2026-01-32T00:00:00.000Z",
            "2026-01-31T24:00:00.000Z",
            "2026-01-31T12:60:00.000Z",
            "2026-12-31T23:59:60.000Z",
            "2026-12-31T23:59:60Z",
            "2026-01-31T12:00:00Z",
            "2026-01-31T12:00Z",
            "2026-01-31T12:00:00.1Z",
            "2026-01-31T12:00:00.1234567Z",
            "2026-01-31T12:00:00.123456789Z",
            "2026-01-31T12:00:00.Z",
            "2026-01-31T12:00:00+05:30",
            "2026-01-31T12:00:00.000-14:00",
            "2026-01-31T12:00:00.000+14:01",
            "2026-01-31T12:00:00.000-00:00",
            "0001-01-01T00:00:00+01:00",
            "2026-01-31t12:00:00.000Z",
            "2026-01-31T12:00:00.000z",
            "2026-01-31 12:00:00.000Z",
            "2026-01-31T12:00:00,000Z",
            "+026-01-31T12:00:00.000Z",
            "2026/01/31T12:00:00.000Z",
            "20260131T120000Z",
            "yesterday",
            "",
        ];

    [Theory]
    [MemberData(nameof(Times))]
    public void Date_times_are_read_as_by_System_Text_Json_and_in_the_other_forms_of_RFC_3339(string text) =>
        Agree(Encoding.UTF8.GetBytes($"\"{text}\""));

    [Fact]
    public void A_date_time_with_any_one_byte_changed_is_read_as_by_System_Text_Json_or_in_a_form_of_RFC_3339()
    {
        var usual = "\"2026-11-20T08:31:55.402Z\""u8.ToArray();
        for (var at = 0; at < usual.Length; at++)
        {
            for (var value = 1; value < 256; value++)
            {
                var changed = (byte[])usual.Clone();
                changed[at] = (byte)value;
                Agree(changed);
            }
        }
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00.000", "2026-01-31T12:00:00.000Z")]
    [InlineData("2026-01-31T12:00:00", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31", "2026-01-31T00:00:00Z")]
    [InlineData("2026-01-31T12:00:00\\u002e000", "2026-01-31T12:00:00Z")]
    public void A_date_time_without_an_offset_is_read_as_UTC(string text, string utc) =>
        Assert.Equal(
            DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture),
            Read(Encoding.UTF8.GetBytes($"\"{text}\""))
        );

    [Theory]
    [InlineData("\"2026-01-31\"")]
    [InlineData("\"2024-02-29\"")]
    [InlineData("\"2026-02-29\"")]
    [InlineData("\"2026-1-31\"")]
    [InlineData("\"2026-01-31T00:00:00Z\"")]
    [InlineData("\"2026\\u002d01-31\"")]
    [InlineData("20260131")]
    public void Dates_are_read_as_by_System_Text_Json(string json) =>
        Agreement.Check(json, static (ref PayloadReader reader) => reader.ReadDate());

    private static DateTimeOffset Read(byte[] json) =>
        PayloadReader.Decode(json, static (ref PayloadReader reader) => reader.ReadDateTime());

    // Where System.Text.Json takes the machine's own offset, ours is UTC: only whether it is accepted is the same.
    private static void Agree(byte[] json)
    {
        if (IsLocal(json))
            Read(json);
        else if (Text(json) is { } text && DateTimeForms.Read(text) is { } value)
            Assert.Equal((value, value.Offset), (Read(json), Read(json).Offset));
        else
            Agreement.Check(json, static (ref PayloadReader reader) => reader.ReadDateTime());
    }

    private static string? Text(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(json);
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsLocal(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<DateTime>(json).Kind == DateTimeKind.Unspecified;
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
