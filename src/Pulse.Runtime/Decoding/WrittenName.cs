using System.Text;

namespace Pulse.Decoding;

/// <summary>A property name with all that stands around it in compact JSON: a comma in front, quotes, a colon behind.</summary>
internal readonly struct WrittenName
{
    /// <summary>So many bytes are copied at once, whatever the name's length.</summary>
    public const int Block = 32;

    /// <summary>The bytes, and more up to a block.</summary>
    private readonly byte[] _bytes;

    /// <summary>How many of them are the name's; 0 if it holds what may have to be escaped.</summary>
    public readonly int Length;

    public WrittenName(string name)
    {
        _bytes = [];
        if (!name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.'))
            return;
        var bytes = Encoding.UTF8.GetBytes($",\"{name}\":");
        Length = bytes.Length;
        Array.Resize(ref bytes, Math.Max(bytes.Length, Block));
        _bytes = bytes;
    }

    /// <summary>Copies the name to where there is room for it, and for a block.</summary>
    public void CopyTo(Span<byte> target)
    {
        if (Length <= Block)
            _bytes.AsSpan(0, Block).CopyTo(target);
        else
            _bytes.AsSpan(0, Length).CopyTo(target);
    }
}
