using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>
/// Finds how much of valid JSON can be copied as it is: without white space and comments between tokens, and without
/// anything in strings that an encoder of System.Text.Json's own may escape.
/// </summary>
internal static class CompactJson
{
    /// <summary>The first byte that cannot be copied, or the end.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="at">Where a token starts.</param>
    /// <param name="copiesTexts">Whether that holds for any text; if not, no string is copied that has any.</param>
    /// <param name="isInString">Whether that byte is in a string.</param>
    public static int End(ReadOnlySpan<byte> json, int at, bool copiesTexts, out bool isInString)
    {
        var inString = 0U; // All bits, or none.
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

    /// <summary>The bits from each opening quote on, up to its closing quote, which is not one of them.</summary>
    private static uint InStrings(uint quotes)
    {
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        return quotes ^ (quotes << 16);
    }

    /// <summary>What may be escaped, wherever it is: outside of strings there are none of these, but for the plus of a number.</summary>
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

    /// <summary>White space, and the slash of a comment.</summary>
    private static uint Between(Vector256<byte> bytes) =>
        Bits(Vector256.Min(bytes, Vector256.Create((byte)' ')) ^ bytes, '\0') | Bits(bytes, '/');

    /// <summary>Commas in front of what ends an object or array.</summary>
    private static uint LastCommas(Vector256<byte> bytes, Vector256<byte> next) =>
        Bits(bytes, ',') & Bits(next | Vector256.Create((byte)0x20), '}');

    private static uint Bits(Vector256<byte> bytes, char character) =>
        Vector256.Equals(bytes, Vector256.Create((byte)character)).ExtractMostSignificantBits();
}
