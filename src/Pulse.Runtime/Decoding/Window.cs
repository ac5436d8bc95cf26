using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>Thirty-two bytes of a document at once.</summary>
internal static class Window
{
    public const int Length = 32;

    /// <summary>Whether there are so many at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAt(ReadOnlySpan<byte> json, int at) => at <= json.Length - Length;

    /// <summary>The bytes at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> At(ReadOnlySpan<byte> json, int at) => Vector256.Create(json.Slice(at, Length));

    /// <summary>The first bytes of a text, with zeros behind them if it has no more.</summary>
    public static Vector256<byte> Of(ReadOnlySpan<byte> text)
    {
        if (text.Length >= Length)
            return At(text, 0);
        Span<byte> bytes = stackalloc byte[Length];
        bytes.Clear();
        text.CopyTo(bytes);
        return Vector256.Create((ReadOnlySpan<byte>)bytes);
    }
}
