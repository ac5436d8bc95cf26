using System.Text.Json;

namespace Pulse.Decoding.Tests.Primitives;

public class NumberReadingTests
{
    public static TheoryData<string> Numbers =>
        [
            "0",
            "-0",
            "7",
            "-7",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "999999999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "100000000000000000000000000000000000000",
            "79228162514264337593543950335",
            "79228162514264337593543950336",
            "9007199254740993",
            "1.0",
            "1.5",
            "-0.0",
            "1e2",
            "1E+2",
            "1e-2",
            "0e0",
            "1e-400",
            "123456789.123456789e-5",
            " 1 ",
            "",
            "-",
            "+1",
            "01",
            "00",
            "-01",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1.e1",
            "0x1",
            "1_0",
            "1 2",
            "1,",
            "1}",
            "NaN",
            "Infinity",
            "-Infinity",
            "\"1\"",
            "true",
            "null",
            "[]",
            "1\0",
        ];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Numbers_are_read_as_by_System_Text_Json(string json)
    {
        Agreement.Check(json, static (ref PayloadReader reader) => reader.ReadInt32());
        Agreement.Check(json, static (ref PayloadReader reader) => reader.ReadInt64());
        Agreement.Check(json, static (ref PayloadReader reader) => reader.ReadDecimal());
        Agreement.Check(json, static (ref PayloadReader reader) => reader.ReadDouble());
        Agreement.Check(
            json,
            static (ref PayloadReader reader) => reader.TryReadNull() ? (double?)null : reader.ReadDouble()
        );
    }

    [Fact]
    public void A_double_of_minus_zero_keeps_its_sign() =>
        Assert.True(
            double.IsNegative(PayloadReader.Decode("-0"u8, static (ref PayloadReader reader) => reader.ReadDouble()))
        );

    [Fact]
    public void A_number_that_is_infinite_as_a_double_is_out_of_range() =>
        Assert.StartsWith(
            "The number is out of range.",
            Assert
                .Throws<JsonException>(() =>
                    PayloadReader.Decode("1e400"u8, static (ref PayloadReader reader) => reader.ReadDouble())
                )
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("tru")]
    [InlineData("truE")]
    [InlineData("falsey")]
    [InlineData("0")]
    [InlineData("\"true\"")]
    public void Booleans_are_read_as_by_System_Text_Json(string json) =>
        Agreement.Check(json, static (ref PayloadReader reader) => reader.ReadBoolean());
}
