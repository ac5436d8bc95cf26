using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pulse.Decoding;

/// <summary>The texts that a schema lists, to be found by their UTF-8. Made by generated code only; a binary contract.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class KnownTexts
{
    private readonly Known[] _texts;

    /// <summary>A hash table with room for twice the texts: each is at its hash, or behind it.</summary>
    private readonly Known?[] _slots;

    /// <summary>Lists texts.</summary>
    /// <param name="texts">The texts, each once.</param>
    public KnownTexts(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        _texts = [.. texts.Select((text, index) => new Known(text, index))];
        _slots = new Known?[(int)BitOperations.RoundUpToPowerOf2((uint)(texts.Length * 2) + 1)];
        foreach (var known in _texts)
        {
            var isShort = known.Utf8.Length <= ShortText.MaxLength;
            var slot = (int)(isShort ? Utf8Hash.Of(known.Head) : Utf8Hash.Of(known.Utf8));
            while (_slots[slot & (_slots.Length - 1)] is not null)
                slot++;
            _slots[slot & (_slots.Length - 1)] = known;
        }
    }

    /// <summary>Whether a text is one of them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // No short text takes more bytes than this; of a long one, another allocation is the least.
        Span<byte> utf8 = stackalloc byte[256];
        var found = Encoding.UTF8.TryGetBytes(text, utf8, out var length)
            ? Find(utf8[..length])
            : Find(Encoding.UTF8.GetBytes(text));
        // Half a character becomes U+FFFD in UTF-8, which another text may really have.
        return found is not null && found.Text == text;
    }

    internal int Count => _texts.Length;

    internal string this[int index] => _texts[index].Text;

    /// <summary>The text; null if it is none of them.</summary>
    internal Known? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= ShortText.MaxLength)
            return utf8.Contains((byte)0) ? FindZero(utf8) : Find(ShortText.Of(utf8));
        var slots = _slots;
        for (var slot = (int)Utf8Hash.Of(utf8); slots[slot & (slots.Length - 1)] is { } known; slot++)
        {
            if (utf8.SequenceEqual(known.Utf8))
                return known;
        }

        return null;
    }

    /// <summary>The short text; null if it is none of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Known? Find(Vector256<byte> text)
    {
        var slots = _slots;
        for (var slot = (int)Utf8Hash.Of(text); slots[slot & (slots.Length - 1)] is { } known; slot++)
        {
            if (known.Head == text)
                return known;
        }

        return null;
    }

    // Only an escape makes a zero, and only a curious schema has one.
    private Known? FindZero(ReadOnlySpan<byte> utf8)
    {
        foreach (var known in _texts)
        {
            if (utf8.SequenceEqual(known.Utf8))
                return known;
        }

        return null;
    }

    internal sealed class Known(string text, int index)
    {
        public readonly string Text = text;
        public readonly int Index = index;
        public readonly byte[] Utf8 = Encoding.UTF8.GetBytes(text);
        public readonly Vector256<byte> Head = text.Contains('\0', StringComparison.Ordinal)
            ? Vector256<byte>.AllBitsSet // no text
            : ShortText.Of(Encoding.UTF8.GetBytes(text));
    }
}
