using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pulse.Decoding;

/// <summary>
/// A property name together with the characters around it in compact JSON: a comma (or another character) before it,
/// its quotes, and the colon after it.
/// </summary>
internal sealed class NameToken
{
    /// <summary>A token that never matches.</summary>
    public static readonly NameToken Never = new();

    public readonly string Name = "";

    /// <summary>The name's index among those of its record.</summary>
    public readonly int Index = -1;

    public readonly int Length;

    /// <summary>Whether every encoder writes the name unchanged.</summary>
    public readonly bool IsPlain;

    /// <summary>The bytes. They match nothing if the name is too long for one comparison, or needs escapes.</summary>
    private readonly Vector256<byte> _bytes = Vector256<byte>.AllBitsSet;

    /// <summary>The mask of the bytes that are compared.</summary>
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

    /// <summary>Returns whether a window certainly contains the name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(Vector256<byte> window) => ((window ^ _bytes) & _mask) == Vector256<byte>.Zero;

    /// <summary>Writes the name with its comma, and more bytes after it: a whole window is copied, whatever the length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTo(Span<byte> target) => _bytes.CopyTo(target);
}
