using System.Text;
using System.Text.Encodings.Web;

namespace Pulse.Decoding;

/// <summary>Writes strings that need escapes.</summary>
public sealed partial class PayloadWriter
{
    // The length of \u0000.
    private const int EscapeLength = 6;

    private static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;

    private void UseEncoder(JavaScriptEncoder? encoder)
    {
        _encoder = encoder ?? JavaScriptEncoder.Default;
        _escapesMore =
            !ReferenceEquals(_encoder, JavaScriptEncoder.Default)
            && !ReferenceEquals(_encoder, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    }

    private void WriteEscaped(ReadOnlySpan<char> text)
    {
        if (ReferenceEquals(_encoder, JavaScriptEncoder.Default) && text.Length <= LargestKept)
            WriteEscapedByDefault(text);
        else
            WriteEncoded(text);
    }

    /// <summary>Writes what the default encoder would: it escapes every character that is not plain, and no other.</summary>
    private void WriteEscapedByDefault(ReadOnlySpan<char> text)
    {
        var free = Free((text.Length * EscapeLength) + 2);
        free[0] = (byte)'"';
        var length = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (PlainText.Contains(character))
            {
                free[length++] = (byte)character;
                continue;
            }

            var isPair = char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair)
            {
                length += Escape(character, free[length..]);
                character = text[++i];
            }
            else if (char.IsSurrogate(character))
            {
                character = '\ufffd';
            }

            length += Escape(character, free[length..]);
        }

        free[length] = (byte)'"';
        _length += length + 1;
    }

    /// <returns>The length of the escape in bytes.</returns>
    private static int Escape(char character, Span<byte> target)
    {
        target[0] = (byte)'\\';
        target[1] = character switch
        {
            '\\' => (byte)'\\',
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            _ => (byte)'u',
        };
        if (target[1] != 'u')
            return 2;
        for (var digit = 0; digit < 4; digit++)
            target[2 + digit] = Hex[(character >> (12 - (4 * digit))) & 0xf];
        return EscapeLength;
    }

    private void WriteEncoded(ReadOnlySpan<char> text)
    {
        WriteByte((byte)'"');
        Span<char> escaped = stackalloc char[512];
        while (!text.IsEmpty)
        {
            _encoder.Encode(text, escaped, out var read, out var length);
            _length += Encoding.UTF8.GetBytes(escaped[..length], Free(Encoding.UTF8.GetMaxByteCount(length)));
            text = text[read..];
        }

        WriteByte((byte)'"');
    }
}
