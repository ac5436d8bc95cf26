using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Pulse.Decoding;

/// <summary>
/// Hashes strings, differently in each process, so that nobody can send strings that collide. The hash is NH of UMAC
/// (RFC 4418): it adds a secret number to each four bytes, multiplies pairs of the sums, and adds up the products.
/// </summary>
internal static class Utf8Hash
{
    private static readonly Vector256<uint> Key = Vector256
        .Create((ReadOnlySpan<byte>)RandomNumberGenerator.GetBytes(Window.Length))
        .AsUInt32();

    private static readonly ulong Multiplier =
        BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    /// <summary>Returns the hash of a short string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(Vector256<byte> text) => Folded(Sum(text));

    /// <summary>Returns the hash of a longer string.</summary>
    public static uint Of(ReadOnlySpan<byte> utf8)
    {
        // All windows from the start, then the last window counted from the end, which may overlap them.
        var last = utf8.Length - Window.Length;
        var hash = (ulong)utf8.Length;
        for (var at = 0; at < last; at += Window.Length)
            hash = BitOperations.RotateLeft(hash + Sum(Window.At(utf8, at)), 21) * Multiplier;
        return Folded(hash + Sum(Window.At(utf8, last)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Sum(Vector256<byte> text)
    {
        var low = text.AsUInt32() + Key;
        var high = low.AsUInt64() >>> 32;
        return Vector256.Sum(
            Avx2.IsSupported
                ? Avx2.Multiply(low, high.AsUInt32())
                : (low.AsUInt64() & Vector256.Create((ulong)uint.MaxValue)) * high
        );
    }

    private static uint Folded(ulong sum) => (uint)(sum ^ (sum >> 32));
}
