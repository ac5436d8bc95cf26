using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>
/// Finds how much of valid JSON can be copied unchanged: up to the first white space or comment between tokens, or the
/// first character in a string that one of System.Text.Json's own encoders may escape.
/// </summary>
internal static class CompactJson
{
    /// <summary>Finds the first byte that cannot be copied, or the end.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="at">The start of a token.</param>
    /// <param name="copiesTexts">Whether strings are copied; if not, only empty strings are.</param>
    /// <param name="isInString">Whether that byte is inside a string.</param>
    public static int End(ReadOnlySpan<byte> json, int at, bool copiesTexts, out bool isInString)
    {
        var inString = 0U; // Either all bits or none.
        for (; copiesTexts && at < json.Length - Window.Length; at += Window.Length)
        {
            var bytes = Window.At(json, at);
            var strings = InStrings(Bits(bytes, '"')) ^ inString;
            var others = Escaped(bytes) | (~strings & (Between(bytes) | LastCommas(bytes, Window.At(json, at + 1))));
            if (others != 0)
            {
                var index = BitOperations.TrailingZeroCount(others);
                isInString = (strings >> index & 1) != 0;
                return at + index;
            }

            inString = (uint)((int)strings >> 31);
        }

        isInString = inString != 0;
        for (; at < json.Length; at++)
        {
            var isQuote = json[at] == '"';
            var isOther = isInString
                ? !copiesTexts || !PlainText.Contains((char)json[at])
                : json[at] is <= (byte)' ' or (byte)'/' or (byte)',';
            if (isOther && !isQuote)
                return at;
            isInString ^= isQuote;
        }

        return at;
    }

    /// <summary>Returns the bits from each opening quote up to its closing quote, without the latter.</summary>
    private static uint InStrings(uint quotes)
    {
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        return quotes ^ (quotes << 16);
    }

    /// <summary>Finds characters that may be escaped. Outside of strings, only the plus of a number is one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Escaped(Vector256<byte> bytes)
    {
        var marks =
            Vector256.Equals(bytes | Vector256.Create((byte)1), Vector256.Create((byte)'\''))
            | Vector256.Equals(bytes | Vector256.Create((byte)2), Vector256.Create((byte)'>'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'+'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'`'))
            | Vector256.Equals(bytes, Vector256.Create((byte)0x7f));
        return (marks | bytes).ExtractMostSignificantBits();
    }

    /// <summary>Finds white space, and the slash of a comment.</summary>
    private static uint Between(Vector256<byte> bytes) =>
        Bits(Vector256.Min(bytes, Vector256.Create((byte)' ')) ^ bytes, '\0') | Bits(bytes, '/');

    /// <summary>Finds commas before the end of an object or array.</summary>
    private static uint LastCommas(Vector256<byte> bytes, Vector256<byte> next) =>
        Bits(bytes, ',') & Bits(next | Vector256.Create((byte)0x20), '}');

    private static uint Bits(Vector256<byte> bytes, char character) =>
        Vector256.Equals(bytes, Vector256.Create((byte)character)).ExtractMostSignificantBits();
}
