using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// Writes free-form JSON: a copy of the JSON it was read from, without white space, and with this writer's escapes. It
/// leaves out comments and trailing commas, which the parser's options may have allowed.
/// </summary>
public sealed partial class PayloadWriter
{
    private const int FewCharacters = 256;

    /// <summary>Writes free-form JSON.</summary>
    /// <param name="value">Any value.</param>
    /// <exception cref="InvalidOperationException">
    /// The element is <see langword="default"/>, or contains a string that is not valid UTF-8 or UTF-16.
    /// </exception>
    public void WriteElement(JsonElement value)
    {
        var json = RawJson.Of(value);
        var at = 0;
        while (true)
        {
            var end = CompactJson.End(json, at, !_escapesMore, out var isInString);
            WriteLiteral(json[at..end]);
            if (end == json.Length)
                return;
            at = isInString ? WriteAgain(json, end) : Pass(json, end);
        }
    }

    /// <summary>Rewrites a string that was copied up to a character that may need an escape.</summary>
    /// <returns>The position after it.</returns>
    private int WriteAgain(ReadOnlySpan<byte> json, int at)
    {
        var start = json[..at].LastIndexOf((byte)'"');
        _length -= at - start;
        var end = StringToken.End(json, start + 1, out _) + 1;
        var reader = new Utf8JsonReader(json[start..end]);
        reader.Read();
        Span<char> text = end - start <= FewCharacters ? stackalloc char[FewCharacters] : new char[end - start];
        WriteText(text[..reader.CopyString(text)]);
        return end;
    }

    /// <summary>Skips white space and comments, and writes a comma unless it is a trailing one.</summary>
    /// <returns>The position of the next token.</returns>
    private int Pass(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length)
        {
            var first = json[at];
            if (first is (byte)',' or (byte)'+')
                WriteByte(first);
            else if (first == '/')
                at = CommentEnd(json, at) - 1;
            else if (first > ' ')
                break;
            at++;
        }

        if (at < json.Length && json[at] is (byte)'}' or (byte)']' && _buffer[_length - 1] == ',')
            _length--;
        return at;
    }

    private static int CommentEnd(ReadOnlySpan<byte> json, int start)
    {
        var text = json[(start + 2)..];
        return json[start + 1] == '*'
            ? json.Length - text.Length + text.IndexOf("*/"u8) + 2
            : json.Length - text.Length + Math.Max(text.IndexOfAny((byte)'\n', (byte)'\r'), 0);
    }
}
