using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Pulse.Decoding;

/// <summary>Hashes short texts; differently in each process, so that nobody can send texts that fall together.</summary>
internal static class Utf8Hash
{
    private static readonly ulong SeedA = Random();
    private static readonly ulong SeedB = Random();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> utf8) =>
        utf8.Length is >= 8 and <= 16
            ? Mix(Eight(utf8) ^ SeedA ^ (uint)utf8.Length, Eight(utf8[^8..]) ^ SeedB)
            : OfOther(utf8);

    private static ulong OfOther(ReadOnlySpan<byte> utf8)
    {
        var hash = SeedA ^ (uint)utf8.Length;
        while (utf8.Length > 16)
        {
            hash = Mix(Eight(utf8) ^ hash, Eight(utf8[8..]) ^ SeedB);
            utf8 = utf8[16..];
        }

        return utf8.Length switch
        {
            >= 8 => Mix(Eight(utf8) ^ hash, Eight(utf8[^8..]) ^ SeedB),
            >= 4 => Mix(Four(utf8) ^ hash, Four(utf8[^4..]) ^ SeedB),
            > 0 => Mix((utf8[0] | ((uint)utf8[utf8.Length / 2] << 8) | ((uint)utf8[^1] << 16)) ^ hash, SeedB),
            _ => Mix(hash, SeedB),
        };
    }

    private static ulong Mix(ulong a, ulong b) => Math.BigMul(a, b, out var low) ^ low;

    private static ulong Eight(ReadOnlySpan<byte> utf8) => BinaryPrimitives.ReadUInt64LittleEndian(utf8);

    private static ulong Four(ReadOnlySpan<byte> utf8) => BinaryPrimitives.ReadUInt32LittleEndian(utf8);

    private static ulong Random() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
}
