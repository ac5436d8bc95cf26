using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>
/// Strings that fit a window with a byte to spare, as most names and values do: their bytes, padded with zeros. JSON
/// strings contain no zeros, so two strings are equal if their windows are, and no longer string has the same window.
/// </summary>
internal static class ShortText
{
    public const int MaxLength = Window.Length - 1;

    /// <summary>Reads a JSON string without escapes, valid UTF-8 or not.</summary>
    /// <param name="window">The bytes after the opening quote.</param>
    /// <param name="text">The string.</param>
    /// <param name="length">The string's length.</param>
    /// <returns>Whether it is such a string.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Vector256<byte> window, out Vector256<byte> text, out int length)
    {
        var quotes = Vector256.Equals(window, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
        length = BitOperations.TrailingZeroCount(quotes);
        text = window & Vector256.GreaterThan(Vector256.Create((sbyte)length), Window.Indices.AsSByte()).AsByte();
        var stops = StringToken.Stops(window).ExtractMostSignificantBits();
        return quotes != 0 && (stops & (quotes ^ (quotes - 1))) == 0;
    }

    /// <summary>Returns the first bytes of any string, padded with zeros.</summary>
    public static Vector256<byte> Of(ReadOnlySpan<byte> utf8) => Window.Of(utf8);
}
