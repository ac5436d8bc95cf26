using System.Text;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>Pieces of JSON that decoders tend to get wrong.</summary>
internal static class NastyJson
{
    private static readonly string[] Values =
    [
        .. "null true false 0 -0 1 -1 0.0 -0.0 1.0 1e0 1E+2 10e-1 1.5 01 -01 -  + +1 .5 1. 1e 1e+ 1e400 -1e400 1e-400".Split(
            ' '
        ),
        .. "127 128 255 256 999 1000 1001 2147483647 2147483648 -2147483648 -2147483649".Split(' '),
        .. "9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 18446744073709551616".Split(
            ' '
        ),
        .. "9999999999999999999999999 79228162514264337593543950335 79228162514264337593543950336 123456789012345678901234567890123456789".Split(
            ' '
        ),
        .. "4.9e-324 1.7976931348623157e308 1.7976931348623159e308 0.1 123456.789 1e22 1e23 5e-324 2.2250738585072011e-308".Split(
            ' '
        ),
        "NaN",
        "Infinity",
        "-Infinity",
        "nul",
        "tru",
        "falsey",
        "True",
        "undefined",
        "'x'",
        "x",
        "",
        " ",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "[null]",
        "[1]",
        "[\"a\"]",
        "[[]]",
        "[[1,2],[3]]",
        "[,]",
        "[1,]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{1:2}",
        "{\"a\":1}",
        "{\"a\":null}",
        "{\"kind\":\"s3\",\"bucket\":\"b\"}",
        "{\"kind\":\"new\"}",
        "{\"kind\":1}",
        "{\"url\":\"u\",\"kind\":\"link\"}",
        "{\"kind\":\"s3\",\"kind\":\"link\",\"url\":\"u\"}",
        "{\"address\":\"a\"}",
        "{\"path\":\"p\",\"mode\":1}",
        "{\"address\":\"a\",\"path\":\"p\"}",
        "[null,\"a\"]",
        "{\"known\":\"k\",\"x\":1,\"x\":2}",
        "{\"x\":\"1\"}",
        "/**/1",
        "1//x\n",
        "\u00a0",
        "\ufeff",
    ];

    private static readonly string[] Strings =
    [
        "",
        "a",
        "on",
        "off",
        "größer",
        "s3",
        "link",
        "\\u0000",
        "\\n",
        "\\/",
        "\\\"",
        "\\\\",
        "\\b\\f\\r\\t",
        "\\x",
        "\\u12",
        "\\u12g4",
        "\\",
        "\\u00e9",
        "\\u00E9",
        "\\ud83e\\udd8a",
        "\\uD83E",
        "\\uDD8A",
        "\\uDD8A\\uD83E",
        "\\ud83ex",
        "\\ud83e\\n",
        "\\uFFFF",
        "é",
        "🦊",
        "\u0000",
        "\u001f",
        "\n",
        "\t",
        "\u007f",
        "a much longer text than any that a cache would keep, because it goes on and on and on and on and on and on",
        "2026-11-20T08:12:04.318Z",
        "2026-11-20T08:12:04Z",
        "2026-11-20T08:12:04z",
        "2026-11-20t08:12:04Z",
        "2026-11-20 08:12:04Z",
        "2026-11-20T08:12:04",
        "2026-11-20T08:12:04.318",
        "2026-11-20T08:12Z",
        "2026-11-20T08:12",
        "2026-11-20",
        "2026-11-20T",
        "2026-11-20T08Z",
        "2026-11",
        "20261120",
        "2026-11-20T08:12:04.3Z",
        "2026-11-20T08:12:04.31Z",
        "2026-11-20T08:12:04.3181Z",
        "2026-11-20T08:12:04.31812Z",
        "2026-11-20T08:12:04.318123Z",
        "2026-11-20T08:12:04.3181234Z",
        "2026-11-20T08:12:04.31812345Z",
        "2026-11-20T08:12:04.318123456Z",
        "2026-11-20T08:12:04.3181234567890123Z",
        "2026-11-20T08:12:04.31812345678901234Z",
        "2026-11-20T08:12:04.Z",
        "2026-11-20T08:12:04,318Z",
        "2026-11-20T08:12:60Z",
        "2026-12-31T23:59:60Z",
        "2026-12-31T23:59:60.000Z",
        "2026-11-20T24:00:00.000Z",
        "2026-11-20T24:00:00Z",
        "2026-02-29T00:00:00.000Z",
        "2024-02-29T00:00:00.000Z",
        "2026-13-01T00:00:00.000Z",
        "2026-00-01T00:00:00.000Z",
        "2026-11-31T00:00:00.000Z",
        "0000-01-01T00:00:00.000Z",
        "0001-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.9999999Z",
        "10000-01-01T00:00:00.000Z",
        "-001-01-01T00:00:00.000Z",
        "0001-01-01T00:00:00.000+14:00",
        "9999-12-31T23:59:59.999-14:00",
        "2026-11-20T08:12:04.318+01:00",
        "2026-11-20T08:12:04.318-00:00",
        "2026-11-20T08:12:04.318+14:00",
        "2026-11-20T08:12:04.318+14:01",
        "2026-11-20T08:12:04.318+0100",
        "2026-11-20T08:12:04.318+01",
        "2026-11-20T08:12:04.318+1:00",
        "2026-11-20T08:12:04.318 Z",
        " 2026-11-20T08:12:04.318Z",
        "2026-11-20T08:12:04.318Z ",
        "2026-11-20T08:12:04.318ZZ",
        "2026-11-20T08:12:04.3a8Z",
        "2026-11-20T08:12:04/318Z",
        "2026-11-20T0::12:04.318Z",
        "2026-11-20T08:12:04.318\\u005a",
        "２０26-11-20T08:12:04.318Z",
    ];

    // Overlong, lone continuation, cut short, surrogates, beyond Unicode, bytes that no UTF-8 has.
    private static readonly byte[][] BadUtf8 =
    [
        [0x80],
        [0xbf],
        [0xc0, 0x80],
        [0xc1, 0xbf],
        [0xc3],
        [0xe0, 0x80, 0x80],
        [0xe2, 0x82],
        [0xed, 0xa0, 0x80],
        [0xed, 0xbf, 0xbf],
        [0xf0, 0x80, 0x80, 0x80],
        [0xf0, 0x9f, 0xa6],
        [0xf4, 0x90, 0x80, 0x80],
        [0xf8, 0x88, 0x80, 0x80, 0x80],
        [0xfe],
        [0xff],
    ];

    private static readonly byte[] Bytes =
    [
        .. "\"\\{}[]:, \t\r\n0-+.eEtfnuZ/*#'a"u8,
        0x00,
        0x01,
        0x1f,
        0x7f,
        0x80,
        0xc3,
        0xef,
        0xff,
    ];

    public static byte Byte(Random random) => Bytes[random.Next(Bytes.Length)];

    public static byte[] Value(Random random) =>
        random.Next(3) == 0
            ? Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)])
            : [(byte)'"', .. Text(random), (byte)'"'];

    /// <summary>The content of a string, valid or not.</summary>
    public static byte[] Text(Random random) =>
        random.Next(12) == 0 ? Invalid(random) : Encoding.UTF8.GetBytes(Strings[random.Next(Strings.Length)]);

    public static byte[] Space(Random random) =>
        Encoding.UTF8.GetBytes(
            random.Next(12) switch
            {
                0 => "/* x */",
                1 => "// x\n",
                2 => ",",
                3 => "\u00a0",
                4 => "\f",
                5 => "\n\n  ",
                6 => "\r\n",
                7 => "\t",
                _ => " ",
            }
        );

    private static byte[] Invalid(Random random)
    {
        var bytes = BadUtf8[random.Next(BadUtf8.Length)];
        return random.Next(2) == 0 ? bytes : [.. "before"u8, .. bytes, .. "after"u8];
    }
}
