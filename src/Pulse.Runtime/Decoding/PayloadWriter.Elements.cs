using System.Buffers;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// Free-form JSON: the text that it came from, without white space, and with this writer's escapes. Comments and last
/// commas, which whoever parsed it may have allowed, are left out.
/// </summary>
public sealed partial class PayloadWriter
{
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create([
        .. PlainText.Characters.Select(character => (byte)character),
    ]);

    /// <summary>Writes free-form JSON.</summary>
    /// <param name="value">Any value.</param>
    /// <exception cref="InvalidOperationException">It is none, or has text that is no UTF-8 or UTF-16.</exception>
    public void WriteElement(JsonElement value)
    {
        var json = RawJson.Of(value);
        var hasComma = false;
        for (var at = 0; at < json.Length; )
        {
            var first = json[at];
            if (first <= ' ' || first is (byte)',' or (byte)'/')
            {
                hasComma |= first == ',';
                at = first == '/' ? CommentEnd(json, at) : at + 1;
                continue;
            }

            if (hasComma && first is not ((byte)']' or (byte)'}'))
                WriteByte((byte)',');
            hasComma = false;
            if (first == '"')
            {
                at = WriteToken(json, at);
                continue;
            }

            WriteByte(first);
            at++;
        }
    }

    /// <summary>Writes a string.</summary>
    /// <returns>The byte behind it.</returns>
    private int WriteToken(ReadOnlySpan<byte> json, int start)
    {
        var end = StringToken.End(json, start + 1, out var hasEscapes) + 1;
        var token = json[start..end];
        if (hasEscapes || _escapesMore || token[1..^1].ContainsAnyExcept(PlainBytes))
        {
            var reader = new Utf8JsonReader(token);
            reader.Read();
            WriteText(reader.GetString());
            return end;
        }

        token.CopyTo(Free(token.Length));
        _length += token.Length;
        return end;
    }

    private static int CommentEnd(ReadOnlySpan<byte> json, int start)
    {
        var text = json[(start + 2)..];
        return json[start + 1] == '*'
            ? json.Length - text.Length + text.IndexOf("*/"u8) + 2
            : json.Length - text.Length + Math.Max(text.IndexOfAny((byte)'\n', (byte)'\r'), 0);
    }
}
