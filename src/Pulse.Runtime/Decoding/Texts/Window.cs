using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>Thirty-two bytes of a document at once.</summary>
internal static class Window
{
    public const int Length = 32;

    /// <summary>From zero on.</summary>
    public static readonly Vector256<byte> Indices = Vector256.Create([
        .. Enumerable.Range(0, Length).Select(index => (byte)index),
    ]);

    /// <summary>Whether there are so many at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAt(ReadOnlySpan<byte> json, int at) => at <= json.Length - Length;

    /// <summary>The bytes at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> At(ReadOnlySpan<byte> json, int at) => Vector256.Create(json.Slice(at, Length));

    /// <summary>The bytes at a position near the document's end, with zeros, which JSON never has, behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AtEnd(ReadOnlySpan<byte> json, int at)
    {
        var last = json.Length - Length;
        // What is no index of the window becomes a zero.
        return last < 0
            ? Of(json[at..])
            : Vector256.Shuffle(At(json, last), Indices + Vector256.Create((byte)(at - last)));
    }

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
