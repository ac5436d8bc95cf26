using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pulse.Decoding;

/// <summary>
/// A property name with all that stands around it in compact JSON: a comma in front, or whatever else is there, quotes,
/// and a colon behind.
/// </summary>
internal sealed class NameToken
{
    /// <summary>What is nowhere.</summary>
    public static readonly NameToken Never = new();

    public readonly string Name = "";

    /// <summary>Which of its record's names it is.</summary>
    public readonly int Index = -1;

    public readonly int Length;

    /// <summary>Whether it is written as it stands here, whatever the encoder.</summary>
    public readonly bool IsPlain;

    /// <summary>The bytes; no text if it is too long to be compared at once, or has escapes.</summary>
    private readonly Vector256<byte> _bytes = Vector256<byte>.AllBitsSet;

    /// <summary>Which of the bytes make the name.</summary>
    private readonly Vector256<byte> _mask = Vector256<byte>.AllBitsSet;

    private NameToken() { }

    public NameToken(string name, int index)
    {
        Name = name;
        Index = index;
        var utf8 = Encoding.UTF8.GetBytes($",\"{name}\":");
        if (utf8.Length >= Window.Length || name.Any(character => character is < ' ' or '"' or '\\'))
            return;
        Length = utf8.Length;
        IsPlain = name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');
        var mask = new byte[Window.Length];
        mask.AsSpan(1, Length - 1).Fill(0xff);
        _mask = Vector256.Create(mask);
        _bytes = Window.Of(utf8);
    }

    /// <summary>Whether it surely stands in a window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(Vector256<byte> window) => ((window ^ _bytes) & _mask) == Vector256<byte>.Zero;

    /// <summary>Writes it with its comma, and something behind it: so that a window is copied, whatever the length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTo(Span<byte> target) => _bytes.CopyTo(target);
}
