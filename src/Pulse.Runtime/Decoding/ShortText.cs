using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>
/// Texts that fit a vector with a byte to spare, as most names and values do: their bytes and zeros behind them. JSON
/// has no zeros in its texts, so that two are the same if the vectors are, and no longer text begins like one.
/// </summary>
internal static class ShortText
{
    public const int MaxLength = 15;

    /// <summary>Sixteen bytes that keep, and sixteen that do not.</summary>
    private static ReadOnlySpan<byte> Masks =>
        [
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
        ];

    /// <summary>The text of a JSON string of plain ASCII.</summary>
    /// <param name="json">The document.</param>
    /// <param name="start">The byte behind the opening quote.</param>
    /// <param name="text">The text.</param>
    /// <param name="end">The closing quote.</param>
    /// <returns>Whether it is such a text, and not at the very end of the document.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> json, int start, out Vector128<byte> text, out int end)
    {
        end = start;
        text = default;
        if (start > json.Length - Vector128<byte>.Count)
            return false;
        var bytes = Vector128.Create(json.Slice(start, Vector128<byte>.Count));
        var stops = StringToken.Stops(bytes);
        if (stops == 0)
            return false;
        var length = BitOperations.TrailingZeroCount(stops);
        end = start + length;
        text = bytes & Vector128.Create(Masks.Slice(Vector128<byte>.Count - length, Vector128<byte>.Count));
        return json[end] == '"';
    }

    /// <summary>The first bytes of any text, with zeros behind them if it has no more.</summary>
    public static Vector128<byte> Of(ReadOnlySpan<byte> utf8)
    {
        Span<byte> bytes = stackalloc byte[Vector128<byte>.Count];
        bytes.Clear();
        utf8[..Math.Min(utf8.Length, bytes.Length)].CopyTo(bytes);
        return Vector128.Create((ReadOnlySpan<byte>)bytes);
    }
}
