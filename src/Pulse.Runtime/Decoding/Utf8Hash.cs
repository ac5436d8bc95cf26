using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Pulse.Decoding;

/// <summary>
/// Hashes texts; differently in each process, so that nobody can send texts that fall together. This is the NH of UMAC
/// (RFC 4418): to four bytes each, a secret number is added; pairs of them are multiplied, and the products added up.
/// </summary>
internal static class Utf8Hash
{
    private static readonly Vector256<uint> Key = Vector256
        .Create((ReadOnlySpan<byte>)RandomNumberGenerator.GetBytes(Window.Length))
        .AsUInt32();

    private static readonly ulong SeedA = Random();
    private static readonly ulong SeedB = Random();

    /// <summary>The hash of a short text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(Vector256<byte> text)
    {
        var added = text.AsUInt32() + Key;
        var sum = Vector256.Sum(Products(added, added.AsUInt64() >>> 32));
        return (uint)(sum ^ (sum >> 32));
    }

    /// <summary>The hash of a longer one.</summary>
    public static uint Of(ReadOnlySpan<byte> utf8)
    {
        // The last sixteen bytes at the end; in front of them all that comes in sixteens.
        var hash = SeedA ^ (uint)utf8.Length;
        for (var front = utf8; front.Length > 16; front = front[16..])
            hash = Mix(Eight(front) ^ hash, Eight(front[8..]) ^ SeedB);
        return (uint)Mix(Eight(utf8[^16..]) ^ hash, Eight(utf8[^8..]) ^ SeedB);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Products(Vector256<uint> low, Vector256<ulong> high) =>
        Avx2.IsSupported
            ? Avx2.Multiply(low, high.AsUInt32())
            : (low.AsUInt64() & Vector256.Create((ulong)uint.MaxValue)) * high;

    private static ulong Mix(ulong a, ulong b) => Math.BigMul(a, b, out var low) ^ low;

    private static ulong Eight(ReadOnlySpan<byte> utf8) => BinaryPrimitives.ReadUInt64LittleEndian(utf8);

    private static ulong Random() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
}
