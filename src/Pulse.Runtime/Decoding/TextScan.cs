using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Pulse.Decoding;

/// <summary>
/// Matches a string against a simple pattern, part by part. A set of ASCII characters is a table of 16 bytes, given as two
/// integers: byte <c>n</c> has bit <c>m</c> if the set contains the character <c>m * 16 + n</c>. Only generated code calls it:
/// it is a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct TextScan
{
    private readonly ReadOnlySpan<char> _rest;

    private TextScan(ReadOnlySpan<char> rest, bool isMatched)
    {
        _rest = rest;
        IsMatched = isMatched;
    }

    /// <summary>Whether all parts so far were found.</summary>
    public bool IsMatched { get; }

    /// <summary>Whether all parts were found and the string ends after them.</summary>
    public bool IsAtEnd => IsMatched && _rest.IsEmpty;

    /// <summary>Starts at the beginning of a string.</summary>
    /// <param name="text">The string; <see langword="null"/> is an empty one.</param>
    /// <returns>The scan.</returns>
    public static TextScan Of(string? text) => new(text, true);

    /// <summary>Passes characters that are the next ones.</summary>
    /// <param name="text">The characters.</param>
    /// <returns>The rest.</returns>
    public TextScan Literal(string text) =>
        IsMatched && _rest.StartsWith(text, StringComparison.Ordinal) ? new(_rest[text.Length..], true) : default;

    /// <summary>Passes a number of characters of a set.</summary>
    /// <param name="low">The first half of the set.</param>
    /// <param name="high">The second half of the set.</param>
    /// <param name="count">How many.</param>
    /// <returns>The rest.</returns>
    public TextScan Take(ulong low, ulong high, int count) =>
        IsMatched && _rest.Length >= count && AreAll(_rest[..count], low, high) ? new(_rest[count..], true) : default;

    /// <summary>Passes as many characters of a set as there are.</summary>
    /// <param name="low">The first half of the set.</param>
    /// <param name="high">The second half of the set.</param>
    /// <param name="least">How many there must be.</param>
    /// <param name="most">How many are passed at most.</param>
    /// <returns>The rest.</returns>
    public TextScan TakeMany(ulong low, ulong high, int least, int most)
    {
        if (!IsMatched)
            return default;
        var count = 0;
        var text = _rest.Length > most ? _rest[..most] : _rest;
        if (text.Length >= Vector128<ushort>.Count && (Ssse3.IsSupported || AdvSimd.Arm64.IsSupported))
            count = CountOfMany(MemoryMarshal.Cast<char, ushort>(text), Vector128.Create(low, high).AsByte());
        while (count < text.Length && Contains(low, high, text[count]))
            count++;
        return count >= least ? new(_rest[count..], true) : default;
    }

    /// <summary>Passes all characters but a number of them at the end.</summary>
    /// <param name="low">The first half of the set that the passed characters are in.</param>
    /// <param name="high">The second half of the set.</param>
    /// <param name="least">How many there must be.</param>
    /// <param name="most">How many there may be.</param>
    /// <param name="after">How many are not passed.</param>
    /// <returns>The rest.</returns>
    public TextScan TakeAllBut(ulong low, ulong high, int least, int most, int after)
    {
        var count = _rest.Length - after;
        return IsMatched && count >= least && count <= most && AreAll(_rest[..count], low, high)
            ? new(_rest[count..], true)
            : default;
    }

    /// <summary>Returns whether a string contains a character of a set.</summary>
    /// <param name="text">The string; <see langword="null"/> is an empty one.</param>
    /// <param name="low">The first half of the set.</param>
    /// <param name="high">The second half of the set.</param>
    /// <returns>Whether there is one.</returns>
    public static bool Contains(string? text, ulong low, ulong high)
    {
        foreach (var character in text.AsSpan())
        {
            if (Contains(low, high, character))
                return true;
        }

        return false;
    }

    private static bool Contains(ulong low, ulong high, char character) =>
        character < 0x80
        && ((((character & 8) == 0 ? low : high) >> ((character & 7) * 8) >> (character >> 4)) & 1) != 0;

    private static bool AreAll(ReadOnlySpan<char> text, ulong low, ulong high)
    {
        if (text.Length >= Vector128<ushort>.Count && (Ssse3.IsSupported || AdvSimd.Arm64.IsSupported))
            return AreAllOfMany(MemoryMarshal.Cast<char, ushort>(text), Vector128.Create(low, high).AsByte());
        foreach (var character in text)
        {
            if (!Contains(low, high, character))
                return false;
        }

        return true;
    }

    // Eight characters from the front and eight from the end, which may overlap, so that no rest remains.
    private static bool AreAllOfMany(ReadOnlySpan<ushort> text, Vector128<byte> set)
    {
        var count = Vector128<ushort>.Count;
        var last = text[^count..];
        for (; text.Length > 2 * count; text = text[(2 * count)..])
        {
            if (!AreIn(set, Vector128.Create(text), Vector128.Create(text[count..])))
                return false;
        }

        return AreIn(
            set,
            text.Length >= count ? Vector128.Create(text) : Vector128.Create(last),
            Vector128.Create(last)
        );
    }

    /// <summary>How many characters are in a set before the first that is not, in steps of eight.</summary>
    private static int CountOfMany(ReadOnlySpan<ushort> text, Vector128<byte> set)
    {
        var count = 0;
        while (text.Length - count >= Vector128<ushort>.Count)
        {
            var characters = Vector128.Create(text[count..]);
            if (!AreIn(set, characters, characters))
                break;
            count += Vector128<ushort>.Count;
        }

        return count;
    }

    private static bool AreIn(Vector128<byte> set, Vector128<ushort> one, Vector128<ushort> other)
    {
        if (((one | other) & Vector128.Create((ushort)0xff80)) != Vector128<ushort>.Zero)
            return false;
        var characters = Vector128.Narrow(one, other);
        var bits = Shuffle(
            Vector128.Create(0x8040201008040201UL, 0).AsByte(),
            Vector128.ShiftRightLogical(characters.AsUInt16(), 4).AsByte() & Vector128.Create((byte)7)
        );
        var found = Shuffle(set, characters & Vector128.Create((byte)15)) & bits;
        return !Vector128.EqualsAny(found, Vector128<byte>.Zero);
    }

    private static Vector128<byte> Shuffle(Vector128<byte> table, Vector128<byte> indices) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, indices) : AdvSimd.Arm64.VectorTableLookup(table, indices);
}
