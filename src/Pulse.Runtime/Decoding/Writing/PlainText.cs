using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>Copies strings that none of System.Text.Json's own encoders escapes.</summary>
internal static class PlainText
{
    private const int Half = 8;
    private const int Block = 2 * Half;

    public const string Characters =
        " !#$%()*,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";

    private static readonly bool[] IsPlain =
    [
        .. Enumerable.Range(0, 128).Select(code => Characters.Contains((char)code)),
    ];

    // A character's code has two halves of four bits. 'Others' has, for each lower half, a bit for each upper half that
    // does not form a plain character with it. 'Bits' has the bit of each upper half.
    private static readonly Vector128<byte> Others = Vector128.Create([
        .. Enumerable
            .Range(0, 16)
            .Select(low => (byte)Enumerable.Range(0, 8).Sum(high => IsPlain[(high << 4) + low] ? 0 : 1 << high)),
    ]);

    private static readonly Vector128<byte> Bits = Vector128.Create([
        .. Enumerable.Range(0, 16).Select(high => (byte)(1 << (high & 7))),
    ]);

    public static bool Contains(char character) => character < IsPlain.Length && IsPlain[character];

    /// <summary>Copies a string if all of it is plain.</summary>
    /// <param name="text">The string.</param>
    /// <param name="target">The target, with as many bytes as the string has characters.</param>
    /// <returns>Whether the string is plain; if not, a part may have been copied.</returns>
    public static bool TryCopy(ReadOnlySpan<char> text, Span<byte> target)
    {
        // All whole blocks, then the last block counted from the end, which may overlap them.
        var last = text.Length - Block;
        for (var at = 0; at < last; at += Block)
        {
            if (!TryCopyBlock(text.Slice(at, Block), target.Slice(at, Block)))
                return false;
        }

        if (last >= 0)
            return TryCopyBlock(text.Slice(last, Block), target.Slice(last, Block));
        if (text.Length >= Half)
            return TryCopyHalf(text[..Half], target[..Half]) && TryCopyHalf(text[^Half..], target[^Half..]);
        for (var i = 0; i < text.Length; i++)
        {
            if (!Contains(text[i]))
                return false;
            target[i] = (byte)text[i];
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryCopyBlock(ReadOnlySpan<char> text, Span<byte> target)
    {
        var (first, second) = (Load(text), Load(text[Half..]));
        var bytes = Vector128.Narrow(first, second);
        bytes.CopyTo(target);
        return ArePlain(bytes, first | second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryCopyHalf(ReadOnlySpan<char> text, Span<byte> target)
    {
        var characters = Load(text);
        var bytes = Vector128.Narrow(characters, characters);
        MemoryMarshal.Write(target, bytes.AsUInt64().ToScalar());
        return ArePlain(bytes, characters);
    }

    private static Vector128<ushort> Load(ReadOnlySpan<char> text) =>
        Vector128.Create(MemoryMarshal.Cast<char, ushort>(text));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool ArePlain(Vector128<byte> bytes, Vector128<ushort> characters)
    {
        var others =
            Vector128.Shuffle(Others, bytes & Vector128.Create((byte)0x0f)) & Vector128.Shuffle(Bits, bytes >>> 4);
        var wide = characters & Vector128.Create((ushort)0xff80);
        return (others | wide.AsByte()) == Vector128<byte>.Zero;
    }
}
