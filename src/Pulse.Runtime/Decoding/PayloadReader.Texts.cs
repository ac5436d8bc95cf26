using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Pulse.Decoding;

/// <summary>Strings. Most are plain ASCII: found at a glance, and known from the messages before.</summary>
public ref partial struct PayloadReader
{
    /// <summary>Reads a string that other messages hardly have: an identifier, a long text.</summary>
    /// <returns>The string.</returns>
    /// <exception cref="JsonException">The value is no string, or holds what is no UTF-8 or UTF-16.</exception>
    public string ReadString() =>
        TryReadPlainText(out var text) ? Encoding.Latin1.GetString(text) : ReadSpecialString("a string");

    /// <summary>Reads a string that other messages may have too: of those that come often there is only one.</summary>
    /// <returns>The string.</returns>
    /// <exception cref="JsonException">The value is no string, or holds what is no UTF-8 or UTF-16.</exception>
    public string ReadRepeatedString() => ReadRepeatedString("a string");

    /// <summary>Reads a string that is one of a list, or another.</summary>
    /// <param name="known">The list.</param>
    /// <returns>The list's own string, or another.</returns>
    /// <exception cref="JsonException">The value is no string, or holds what is no UTF-8 or UTF-16.</exception>
    public string ReadText(KnownTexts known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (!TryReadPlainText(out var text))
            return ReadSpecialString("a string");
        var index = known.Find(text);
        return index >= 0 ? known[index] : TextCache.Shared.Get(text);
    }

    private string ReadRepeatedString(string expected) =>
        TryReadPlainText(out var text) ? TextCache.Shared.Get(text) : ReadSpecialString(expected);

    /// <summary>Reads a string of ASCII without escapes; stays where it is if the value is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadPlainText(out ReadOnlySpan<byte> text)
    {
        var start = _position + 1;
        if (Current == '"')
        {
            var end = StringToken.PlainEnd(_json, start);
            if ((uint)end < (uint)_json.Length && _json[end] == '"')
            {
                text = _json[start..end];
                _position = end + 1;
                return true;
            }
        }

        text = default;
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string ReadSpecialString(string expected)
    {
        if (Current != '"')
            throw Unexpected(expected);
        var end = StringToken.End(_json, _position + 1, out var hasEscapes);
        if (end < 0)
            throw Malformed();
        var text = hasEscapes ? Unescape(_json[_position..(end + 1)]) : Decode(_json[(_position + 1)..end]);
        if (text is null)
            throw Invalid(hasEscapes ? "The text is not valid UTF-8, or an escape in it not valid UTF-16." : "The text is not valid UTF-8.");
        _position = end + 1;
        return text;
    }

    private static string? Decode(ReadOnlySpan<byte> utf8) =>
        Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;

    private static string? Unescape(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // What System.Text.Json says of half a surrogate pair, and of bytes that are no UTF-8.
        }
    }
}
