using System.Globalization;

namespace Pulse.Decoding.Tests.Records;

public class DateTimeTests
{
    [Theory]
    [InlineData("2026-11-20T08:12:04Z", "2026-11-20T08:12:04.0000000+00:00")]
    [InlineData("2026-11-20T08:12:04.3Z", "2026-11-20T08:12:04.3000000+00:00")]
    [InlineData("2026-11-20T08:12:04.31Z", "2026-11-20T08:12:04.3100000+00:00")]
    [InlineData("2026-11-20T08:12:04.318Z", "2026-11-20T08:12:04.3180000+00:00")]
    [InlineData("2026-11-20T08:12:04.3181Z", "2026-11-20T08:12:04.3181000+00:00")]
    [InlineData("2026-11-20T08:12:04.31812Z", "2026-11-20T08:12:04.3181200+00:00")]
    [InlineData("2026-11-20T08:12:04.318123Z", "2026-11-20T08:12:04.3181230+00:00")]
    [InlineData("2026-11-20T08:12:04.3181234Z", "2026-11-20T08:12:04.3181234+00:00")]
    [InlineData("2026-11-20T08:12:04.31812345Z", "2026-11-20T08:12:04.3181234+00:00")]
    [InlineData("2026-11-20T08:12:04.318123456Z", "2026-11-20T08:12:04.3181234+00:00")]
    [InlineData("2026-11-20T08:12:04.3181234567890123Z", "2026-11-20T08:12:04.3181234+00:00")]
    [InlineData("2026-11-20T08:12:04.Z", "2026-11-20T08:12:04.0000000+00:00")]
    [InlineData("2026-11-20T08:12Z", "2026-11-20T08:12:00.0000000+00:00")]
    [InlineData("2026-11-20T08:12:04.318+01:00", "2026-11-20T08:12:04.3180000+01:00")]
    [InlineData("2026-11-20T08:12:04.318-09:30", "2026-11-20T08:12:04.3180000-09:30")]
    [InlineData("2026-11-20T08:12:04+14:00", "2026-11-20T08:12:04.0000000+14:00")]
    [InlineData("2026-11-20T08:12:04-00:00", "2026-11-20T08:12:04.0000000+00:00")]
    [InlineData("0001-01-01T00:00:00.000Z", "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.9990000+00:00")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999+00:00")]
    [InlineData("2024-02-29T12:00:00.000Z", "2024-02-29T12:00:00.0000000+00:00")]
    [InlineData("2000-02-29T12:00:00.000Z", "2000-02-29T12:00:00.0000000+00:00")]
    [InlineData("2026-11-20\\u005408:12:04.318Z", "2026-11-20T08:12:04.3180000+00:00")]
    public void A_date_time_is_read_to_the_tick_and_keeps_its_offset(string text, string expected) =>
        Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("2026-11-20T08:12:04.318", "2026-11-20T08:12:04.3180000+00:00")]
    [InlineData("2026-11-20T08:12:04", "2026-11-20T08:12:04.0000000+00:00")]
    [InlineData("2026-11-20T08:12", "2026-11-20T08:12:00.0000000+00:00")]
    [InlineData("2026-11-20", "2026-11-20T00:00:00.0000000+00:00")]
    public void A_date_time_property_without_an_offset_is_UTC_on_any_machine(string text, string expected) =>
        Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-20T08:12:04,318Z")]
    [InlineData("2026-11-20T08:12:04.318ZZ")]
    [InlineData("2026-11-20T08:12:04.318Z ")]
    [InlineData(" 2026-11-20T08:12:04.318Z")]
    [InlineData("2026-11-20T08Z")]
    [InlineData("2026-11-20T24:00:00.000Z")]
    [InlineData("2026-11-20T23:60:00.000Z")]
    [InlineData("2026-13-20T08:12:04.318Z")]
    [InlineData("2026-00-20T08:12:04.318Z")]
    [InlineData("2026-11-00T08:12:04.318Z")]
    [InlineData("2026-11-31T08:12:04.318Z")]
    [InlineData("2026-02-29T08:12:04.318Z")]
    [InlineData("1900-02-29T08:12:04.318Z")]
    [InlineData("0000-11-20T08:12:04.318Z")]
    [InlineData("12026-11-20T08:12:04.318Z")]
    [InlineData("-2026-11-20T08:12:04.318Z")]
    [InlineData("2026-11-20T08:12:04.318+14:01")]
    [InlineData("2026-11-20T08:12:04.318+01:60")]
    [InlineData("2026-11-20T08:12:04.318+1:00")]
    [InlineData("0001-01-01T00:00:00.000+01:00")]
    [InlineData("9999-12-31T23:59:59.999-01:00")]
    [InlineData("2026-11-20T08:12:04/318Z")]
    [InlineData("2026-11-20T0::12:04.318Z")]
    [InlineData("2026-11-20T08:12:04.3:8Z")]
    [InlineData("２０26-11-20T08:12:04.318Z")]
    [InlineData("Fri, 20 Nov 2026 08:12:04 GMT")]
    [InlineData("1795162324")]
    [InlineData("2026-12-31T23:58:60Z")]
    [InlineData("2026-12-31T22:59:60Z")]
    [InlineData("2026-12-31T23:59:60+01:00")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("2026-11-20  08:12:04Z")]
    [InlineData("2026-11-20t08:12:04.z")]
    [InlineData("2026-11-20_08:12:04Z")]
    [InlineData("2026-11-20 08:12:04 Z")]
    [InlineData("2026-11-20 08:12:04 +01:00")]
    public void An_invalid_date_time_is_refused(string text) =>
        Assert.Equal("$.moment", EveryWay.Refuse("moment", $"\"{text}\"").Path);

    [Theory]
    [InlineData("2018-04-25t20:42:10z", "2018-04-25T20:42:10.0000000+00:00")]
    [InlineData("2018-04-25 20:42:10", "2018-04-25T20:42:10.0000000+00:00")]
    [InlineData("2018-04-25 20:42:10Z", "2018-04-25T20:42:10.0000000+00:00")]
    [InlineData("2018-04-25 20:42:10.5+02:00", "2018-04-25T20:42:10.5000000+02:00")]
    [InlineData("2018-04-25T20:42:10.318z", "2018-04-25T20:42:10.3180000+00:00")]
    [InlineData("2018-04-25t20:42:10", "2018-04-25T20:42:10.0000000+00:00")]
    [InlineData("2018-04-25T20:42:10.12345678901234567890Z", "2018-04-25T20:42:10.1234567+00:00")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000+00:00")]
    [InlineData("2016-12-31T23:59:60.250Z", "2017-01-01T00:00:00.2500000+00:00")]
    [InlineData("2016-12-31t15:59:60-08:00", "2016-12-31T16:00:00.0000000-08:00")]
    [InlineData("2016-12-31 23:59:60", "2017-01-01T00:00:00.0000000+00:00")]
    public void Every_form_of_RFC_3339_is_read_and_a_leap_second_is_the_next_second(string text, string expected) =>
        Assert.Equal(expected, Read(text));

    [Fact]
    public void The_error_for_a_date_time_says_what_is_true()
    {
        var message = EveryWay.Refuse("moment", "\"25.4.2018 20:42\"").Message;
        Assert.Contains(
            "The string is not a date-time that .NET can hold, in a form of RFC 3339 such as '2026-01-31T12:00:00.000Z': '25.4.2018 20:42'.",
            message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("1795162324")]
    [InlineData("null")]
    [InlineData("{}")]
    public void A_date_time_that_is_not_a_string_is_refused(string json) =>
        Assert.Equal("$.moment", EveryWay.Refuse("moment", json).Path);

    [Theory]
    [InlineData("2026-11-20", true)]
    [InlineData("2024-02-29", true)]
    [InlineData("0001-01-01", true)]
    [InlineData("9999-12-31", true)]
    [InlineData("2026-11\\u002d20", true)]
    [InlineData("2026-02-29", false)]
    [InlineData("2026-11-20T00:00:00Z", false)]
    [InlineData("2026-11-20Z", false)]
    [InlineData("2026-1-2", false)]
    [InlineData("20261120", false)]
    [InlineData(" 2026-11-20", false)]
    [InlineData("", false)]
    public void Only_a_date_of_year_month_and_day_is_accepted(string text, bool isDate)
    {
        if (isDate)
            Assert.Equal(
                DateOnly.Parse(text.Replace("\\u002d", "-", StringComparison.Ordinal), CultureInfo.InvariantCulture),
                EveryWay.Read("day", $"\"{text}\"").Day
            );
        else
            Assert.Equal("$.day", EveryWay.Refuse("day", $"\"{text}\"").Path);
    }

    private static string Read(string text) =>
        EveryWay.Read("moment", $"\"{text}\"").Moment.ToString("O", CultureInfo.InvariantCulture);
}
