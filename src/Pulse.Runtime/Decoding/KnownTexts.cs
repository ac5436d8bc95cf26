using System.ComponentModel;
using System.Text;

namespace Pulse.Decoding;

/// <summary>The texts that a schema lists, to be found by their UTF-8. Made by generated code only; a binary contract.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class KnownTexts
{
    private readonly string[] _texts;
    private readonly byte[][] _utf8;

    /// <summary>A hash table with room for twice the texts: at a text's hash, or behind it, its index + 1.</summary>
    private readonly int[] _slots;

    /// <summary>Lists texts.</summary>
    /// <param name="texts">The texts, each once.</param>
    public KnownTexts(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        _texts = texts;
        _utf8 = [.. texts.Select(Encoding.UTF8.GetBytes)];
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(texts.Length * 2) + 1)];
        for (var i = 0; i < texts.Length; i++)
        {
            var slot = SlotOf(_utf8[i]);
            while (_slots[slot] != 0)
                slot = Next(slot);
            _slots[slot] = i + 1;
        }
    }

    internal int Count => _texts.Length;

    internal string this[int index] => _texts[index];

    /// <summary>Which of the texts it is; -1 if it is none.</summary>
    internal int Find(ReadOnlySpan<byte> utf8)
    {
        for (var slot = SlotOf(utf8); _slots[slot] != 0; slot = Next(slot))
        {
            var index = _slots[slot] - 1;
            if (utf8.SequenceEqual(_utf8[index]))
                return index;
        }

        return -1;
    }

    private int SlotOf(ReadOnlySpan<byte> utf8) => (int)Utf8Hash.Of(utf8) & (_slots.Length - 1);

    private int Next(int slot) => (slot + 1) & (_slots.Length - 1);
}
