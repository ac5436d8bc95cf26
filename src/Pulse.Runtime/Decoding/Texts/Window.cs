using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>Thirty-two bytes of a document in one vector.</summary>
internal static class Window
{
    public const int Length = 32;

    /// <summary>The numbers from 0 to 31.</summary>
    public static readonly Vector256<byte> Indices = Vector256.Create([
        .. Enumerable.Range(0, Length).Select(index => (byte)index),
    ]);

    /// <summary>Returns whether a whole window starts at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAt(ReadOnlySpan<byte> json, int at) => at <= json.Length - Length;

    /// <summary>Returns the window at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> At(ReadOnlySpan<byte> json, int at) => Vector256.Create(json.Slice(at, Length));

    /// <summary>Returns the window at a position near the document's end, padded with zeros, which JSON never contains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AtEnd(ReadOnlySpan<byte> json, int at)
    {
        var last = json.Length - Length;
        // An index outside of the window becomes a zero.
        return last < 0
            ? Of(json[at..])
            : Vector256.Shuffle(At(json, last), Indices + Vector256.Create((byte)(at - last)));
    }

    /// <summary>Returns the first bytes of a string, padded with zeros.</summary>
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
