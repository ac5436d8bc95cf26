using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Strings. Most are plain ASCII: found at a glance, and known from the messages before.</summary>
public ref partial struct PayloadReader
{
    /// <summary>Reads a string that other messages hardly have: an identifier, a long text.</summary>
    /// <returns>The string.</returns>
    /// <exception cref="JsonException">The value is no string, or holds what is no UTF-8 or UTF-16.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public string ReadString() =>
        TryReadPlainText(out var text) ? Encoding.Latin1.GetString(text) : ReadSpecialString(null, "a string");

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
        if (TryReadShortText(out var shortText, out var utf8))
        {
            var at = known.Find(shortText);
            return at >= 0 ? known[at] : TextCache.Shared.Get(shortText, utf8);
        }

        if (!TryReadPlainText(out var text))
            return ReadSpecialString(TextCache.Shared, "a string");
        var index = known.Find(text);
        return index >= 0 ? known[index] : TextCache.Shared.Get(text);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string ReadRepeatedString(string expected)
    {
        if (TryReadShortText(out var shortText, out var utf8))
            return TextCache.Shared.Get(shortText, utf8);
        return TryReadPlainText(out var text)
            ? TextCache.Shared.Get(text)
            : ReadSpecialString(TextCache.Shared, expected);
    }

    /// <summary>Reads a short string of ASCII without escapes; stays where it is if the value is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadShortText(out Vector128<byte> text, out ReadOnlySpan<byte> utf8)
    {
        var start = _position + 1;
        if (Current == '"' && ShortText.TryRead(_json, start, out text, out var end))
        {
            utf8 = _json[start..end];
            _position = end + 1;
            return true;
        }

        text = default;
        utf8 = default;
        return false;
    }

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

    /// <summary>Reads a string with escapes in it, or other characters than ASCII.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private string ReadSpecialString(TextCache? cache, string expected)
    {
        if (Current != '"')
            throw Unexpected(expected);
        var end = StringToken.End(_json, _position + 1, out var hasEscapes);
        if (end < 0)
            throw Malformed();
        try
        {
            var text = _json[(_position + 1)..end];
            var value =
                hasEscapes ? Unescape(_json[_position..(end + 1)])
                : cache is not null ? cache.Get(text)
                : TextCache.Utf8.GetString(text);
            _position = end + 1;
            return value;
        }
        catch (Exception error) when (error is DecoderFallbackException or InvalidOperationException)
        {
            throw Invalid("The text is not valid UTF-8, or has an escape that is half a character.");
        }
    }

    // System.Text.Json has an InvalidOperationException for half a surrogate pair, and for bytes that are no UTF-8.
    private static string Unescape(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return reader.GetString()!;
    }
}
