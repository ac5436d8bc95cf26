using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pulse.Decoding;

/// <summary>The strings that a schema lists, found by their UTF-8. Only generated code creates it: it is a binary contract.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class KnownTexts
{
    // So few are compared sooner than a string is turned into UTF-8.
    private const int FewTexts = 24;

    private readonly Known[] _texts;

    /// <summary>A hash table with twice as many slots as strings. Each string is in the slot of its hash or in a later one.</summary>
    private readonly Known?[] _slots;

    /// <summary>Creates the list.</summary>
    /// <param name="texts">The strings, each once.</param>
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

    /// <summary>Returns whether a string is in the list.</summary>
    /// <param name="text">The string.</param>
    /// <returns>Whether it is in the list.</returns>
    public bool Contains(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_texts.Length <= FewTexts)
            return IsAmongFew(text);
        // Enough for every short string. For a long one, an allocation hardly matters.
        Span<byte> utf8 = stackalloc byte[256];
        var found = Encoding.UTF8.TryGetBytes(text, utf8, out var length)
            ? Find(utf8[..length])
            : Find(Encoding.UTF8.GetBytes(text));
        // An unpaired surrogate becomes U+FFFD in UTF-8, which another string may really contain.
        return found is not null && found.Text == text;
    }

    private bool IsAmongFew(string text)
    {
        foreach (var known in _texts)
        {
            if (known.Text == text)
                return true;
        }

        return false;
    }

    internal int Count => _texts.Length;

    internal string this[int index] => _texts[index].Text;

    /// <summary>Finds a string; null if it is not in the list.</summary>
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

    /// <summary>Finds a short string; null if it is not in the list.</summary>
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

    // Only an escape produces a zero, and schemas hardly ever contain one.
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
            ? Vector256<byte>.AllBitsSet // equal to no string
            : ShortText.Of(Encoding.UTF8.GetBytes(text));
    }
}
