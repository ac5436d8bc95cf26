using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>
/// Texts that fit a window with a byte to spare, as most names and values do: their bytes and zeros behind them. JSON
/// has no zeros in its texts, so that two are the same if the windows are, and no longer text begins like one.
/// </summary>
internal static class ShortText
{
    public const int MaxLength = Window.Length - 1;

    /// <summary>The text of a JSON string without escapes, whether it is UTF-8 or not.</summary>
    /// <param name="window">What stands behind the opening quote.</param>
    /// <param name="text">The text.</param>
    /// <param name="length">The text's length.</param>
    /// <returns>Whether it is such a text.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Vector256<byte> window, out Vector256<byte> text, out int length)
    {
        var quotes = Vector256.Equals(window, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
        length = BitOperations.TrailingZeroCount(quotes);
        text = window & Vector256.GreaterThan(Vector256.Create((sbyte)length), Window.Indices.AsSByte()).AsByte();
        var stops = StringToken.Stops(window).ExtractMostSignificantBits();
        return quotes != 0 && (stops & (quotes ^ (quotes - 1))) == 0;
    }

    /// <summary>The first bytes of any text, with zeros behind them if it has no more.</summary>
    public static Vector256<byte> Of(ReadOnlySpan<byte> utf8) => Window.Of(utf8);
}
