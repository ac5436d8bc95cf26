using System.Globalization;

namespace Pulse.Decoding.Tests.Records;

public class NumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("999999999999999999", 999999999999999999)]
    public void An_integer_is_read_in_64_bits(string json, long expected) =>
        Assert.Equal(expected, EveryWay.Read("big", json).Big);

    [Theory]
    [InlineData("2147483647", int.MaxValue)] // bounds choose the type, they are not checked
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("-0", 0)]
    public void An_integer_whose_bounds_fit_is_read_in_32_bits(string json, int expected) =>
        Assert.Equal(expected, EveryWay.Read("small", json).Small);

    [Theory]
    [InlineData("big", "9223372036854775808")]
    [InlineData("big", "-9223372036854775809")]
    [InlineData("big", "18446744073709551616")]
    [InlineData("big", "100000000000000000000000000000000000000000")]
    [InlineData("big", "1.0")]
    [InlineData("big", "1e2")]
    [InlineData("big", "1E0")]
    [InlineData("big", "-0.0")]
    [InlineData("big", "0.5")]
    [InlineData("big", "\"1\"")]
    [InlineData("big", "true")]
    [InlineData("big", "null")]
    [InlineData("big", "[1]")]
    [InlineData("small", "2147483648")]
    [InlineData("small", "-2147483649")]
    [InlineData("small", "4294967296")]
    [InlineData("small", "1.0")]
    [InlineData("huge", "79228162514264337593543950336")]
    [InlineData("huge", "1e400")]
    [InlineData("ratio", "1e400")]
    [InlineData("ratio", "-1e400")]
    [InlineData("ratio", "1.7976931348623159e308")]
    [InlineData("ratio", "\"NaN\"")]
    public void A_number_of_another_type_or_out_of_range_is_refused(string property, string json) =>
        Assert.Equal("$." + property, EveryWay.Refuse(property, json).Path);

    [Fact]
    public void A_number_of_a_thousand_digits_is_read_where_its_type_can_hold_it()
    {
        var digits = new string('7', 1_000);
        Assert.Equal("$.ratio", EveryWay.Refuse("ratio", digits).Path);
        Assert.Equal("$.big", EveryWay.Refuse("big", digits).Path);
        Assert.Equal(7.0 / 9, EveryWay.Read("ratio", "0." + digits).Ratio);
        Assert.Equal(digits, EveryWay.Read("anything", digits).Anything.GetRawText());
        EveryWay.Read("unknown", digits);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("-0e5")]
    [InlineData("1e-400")]
    [InlineData("-1e-400")]
    [InlineData("1e400", false)]
    [InlineData("4.9e-324")]
    [InlineData("2.2250738585072011e-308")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("0.1")]
    [InlineData("1E+2")]
    [InlineData("1e22")]
    [InlineData("1e23")]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.000000000000000000000000000000000000000000000000000000000001")]
    public void A_number_is_read_as_the_nearest_double_to_the_bit(string json, bool isFinite = true)
    {
        if (isFinite)
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(double.Parse(json, CultureInfo.InvariantCulture)),
                BitConverter.DoubleToInt64Bits(EveryWay.Read("ratio", json).Ratio)
            );
        else
            EveryWay.Refuse("ratio", json);
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("12345678901234567890123456")]
    [InlineData("-1")]
    [InlineData("1.50")]
    [InlineData("1e10")]
    public void An_integer_whose_bounds_exceed_64_bits_is_read_as_a_decimal(string json) =>
        Assert.Equal(
            decimal.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture),
            EveryWay.Read("huge", json).Huge
        );

    [Theory]
    [InlineData("01")]
    [InlineData("-01")]
    [InlineData("+1")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("0x1")]
    [InlineData("1_000")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("١")]
    public void A_malformed_number_is_refused_in_any_property(string json)
    {
        foreach (var property in new[] { "small", "big", "huge", "ratio", "anything", "unknown" })
            EveryWay.Refuse(property, json);
    }
}
