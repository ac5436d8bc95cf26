using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Pulse.Decoding;

/// <summary>Hashes texts; differently in each process, so that nobody can send texts that fall together.</summary>
internal static class Utf8Hash
{
    private static readonly ulong SeedA = Random();
    private static readonly ulong SeedB = Random();

    /// <summary>The hash of a text that fits a vector, with zeros behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(Vector128<byte> text) =>
        Mix(text.AsUInt64().GetElement(0) ^ SeedA, text.AsUInt64().GetElement(1) ^ SeedB);

    /// <summary>The hash of a text that does not.</summary>
    public static ulong Of(ReadOnlySpan<byte> utf8)
    {
        // The last sixteen bytes at the end; in front of them all that comes in sixteens.
        var hash = SeedA ^ (uint)utf8.Length;
        for (var front = utf8; front.Length > 16; front = front[16..])
            hash = Mix(Eight(front) ^ hash, Eight(front[8..]) ^ SeedB);
        return Mix(Eight(utf8[^16..]) ^ hash, Eight(utf8[^8..]) ^ SeedB);
    }

    private static ulong Mix(ulong a, ulong b) => Math.BigMul(a, b, out var low) ^ low;

    private static ulong Eight(ReadOnlySpan<byte> utf8) => BinaryPrimitives.ReadUInt64LittleEndian(utf8);

    private static ulong Random() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
}
