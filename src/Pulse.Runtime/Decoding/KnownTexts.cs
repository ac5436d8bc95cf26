using System.ComponentModel;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pulse.Decoding;

/// <summary>The texts that a schema lists, to be found by their UTF-8. Made by generated code only; a binary contract.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class KnownTexts
{
    private readonly Known[] _texts;

    /// <summary>A hash table with room for twice the texts: at a text's hash, or behind it, its index + 1.</summary>
    private readonly int[] _slots;

    /// <summary>Lists texts.</summary>
    /// <param name="texts">The texts, each once.</param>
    public KnownTexts(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        _texts = [.. texts.Select(text => new Known(text))];
        _slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)(texts.Length * 2) + 1)];
        for (var i = 0; i < texts.Length; i++)
        {
            var utf8 = _texts[i].Utf8;
            var slot = SlotOf(utf8.Length <= ShortText.MaxLength ? Utf8Hash.Of(_texts[i].Head) : Utf8Hash.Of(utf8));
            while (_slots[slot] != 0)
                slot = Next(slot);
            _slots[slot] = i + 1;
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
        return found >= 0 && _texts[found].Text == text;
    }

    internal int Count => _texts.Length;

    internal string this[int index] => _texts[index].Text;

    /// <summary>Which of the texts it is; -1 if it is none.</summary>
    internal int Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= ShortText.MaxLength)
            return utf8.Contains((byte)0) ? FindZero(utf8) : Find(ShortText.Of(utf8));
        for (var slot = SlotOf(Utf8Hash.Of(utf8)); _slots[slot] != 0; slot = Next(slot))
        {
            var index = _slots[slot] - 1;
            if (utf8.SequenceEqual(_texts[index].Utf8))
                return index;
        }

        return -1;
    }

    /// <summary>Which of the texts a short one is; -1 if it is none.</summary>
    internal int Find(Vector128<byte> text)
    {
        for (var slot = SlotOf(Utf8Hash.Of(text)); _slots[slot] != 0; slot = Next(slot))
        {
            var index = _slots[slot] - 1;
            if (_texts[index].Head == text)
                return index;
        }

        return -1;
    }

    // Only an escape makes a zero, and only a curious schema has one.
    private int FindZero(ReadOnlySpan<byte> utf8)
    {
        for (var i = 0; i < _texts.Length; i++)
        {
            if (utf8.SequenceEqual(_texts[i].Utf8))
                return i;
        }

        return -1;
    }

    private int SlotOf(ulong hash) => (int)hash & (_slots.Length - 1);

    private int Next(int slot) => (slot + 1) & (_slots.Length - 1);

    private readonly struct Known(string text)
    {
        public readonly string Text = text;
        public readonly byte[] Utf8 = Encoding.UTF8.GetBytes(text);
        public readonly Vector128<byte> Head = text.Contains('\0', StringComparison.Ordinal)
            ? Vector128<byte>.AllBitsSet // no text
            : ShortText.Of(Encoding.UTF8.GetBytes(text));
    }
}
