using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Reads strings. Most are short, so that one window contains them, and known from earlier messages.</summary>
public ref partial struct PayloadReader
{
    private const string NoText = "The string is not valid UTF-8, or has an escape that is half a character.";

    /// <summary>Reads a string that hardly ever repeats, such as an identifier.</summary>
    /// <returns>The string.</returns>
    /// <exception cref="JsonException">The value is not a string, or is not valid UTF-8 or UTF-16.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public string ReadString()
    {
        if (!TryReadShortText(out _, out var utf8))
            return ReadUnusualString(null, "a string");
        return TextCache.Decode(utf8) ?? throw InvalidBefore(utf8);
    }

    /// <summary>Reads a string that other messages may contain, too. Frequent strings are shared.</summary>
    /// <returns>The string.</returns>
    /// <exception cref="JsonException">The value is not a string, or is not valid UTF-8 or UTF-16.</exception>
    public string ReadRepeatedString() => ReadRepeatedString("a string");

    /// <summary>Reads a string that may be in a list.</summary>
    /// <param name="known">The list.</param>
    /// <returns>The list's own string, or another one.</returns>
    /// <exception cref="JsonException">The value is not a string, or is not valid UTF-8 or UTF-16.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public string ReadText(KnownTexts known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (!TryReadShortText(out var text, out var utf8))
            return ReadUnusualText(known);
        return known.Find(text)?.Text ?? TextCache.Shared.Get(text, utf8) ?? throw InvalidBefore(utf8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string ReadRepeatedString(string expected)
    {
        if (!TryReadShortText(out var text, out var utf8))
            return ReadUnusualString(TextCache.Shared, expected);
        return TextCache.Shared.Get(text, utf8) ?? throw InvalidBefore(utf8);
    }

    /// <summary>Reads a short string without escapes, valid UTF-8 or not. If the value is anything else, does not move.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadShortText(out Vector256<byte> text, out ReadOnlySpan<byte> utf8)
    {
        var json = _json;
        var at = _position;
        if (
            Window.IsAt(json, at + 1)
            && json[at] == '"'
            && ShortText.TryRead(Window.At(json, at + 1), out text, out var length)
        )
        {
            utf8 = json.Slice(at + 1, length);
            _position = at + length + 2;
            return true;
        }

        text = default;
        utf8 = default;
        return false;
    }

    /// <summary>Does the same near the document's end, where less than a window is left.</summary>
    private bool TryReadLastText(out Vector256<byte> text, out ReadOnlySpan<byte> utf8)
    {
        text = default;
        utf8 = default;
        var json = _json;
        var start = _position + 1;
        if (Window.IsAt(json, start) || Current != '"')
            return false;
        if (!ShortText.TryRead(Window.AtEnd(json, start), out text, out var length))
            return false;
        utf8 = json.Slice(start, length);
        _position = start + length + 1;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string ReadUnusualText(KnownTexts known)
    {
        if (TryReadLastText(out var text, out var utf8))
            return known.Find(text)?.Text ?? TextCache.Shared.Get(text, utf8) ?? throw InvalidBefore(utf8);
        if (Current == '"')
        {
            var start = _position + 1;
            var end = StringToken.End(_json, start, out var hasEscapes);
            if (end >= 0 && !hasEscapes && known.Find(_json[start..end]) is { } found)
            {
                _position = end + 1;
                return found.Text;
            }
        }

        return ReadUnusualString(TextCache.Shared, "a string");
    }

    /// <summary>Reads any string: a long one, one near the document's end, one with escapes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private string ReadUnusualString(TextCache? cache, string expected)
    {
        if (TryReadLastText(out var last, out var utf8))
            return (cache is null ? TextCache.Decode(utf8) : cache.Get(last, utf8)) ?? throw InvalidBefore(utf8);
        if (Current != '"')
            throw Unexpected(expected);
        var end = StringToken.End(_json, _position + 1, out var hasEscapes);
        if (end < 0)
            throw Malformed();
        var text = _json[(_position + 1)..end];
        var value =
            hasEscapes ? Unescape(_json[_position..(end + 1)])
            : cache is not null ? cache.Get(text)
            : TextCache.Decode(text);
        if (value is null)
            throw Invalid(NoText);
        _position = end + 1;
        return value;
    }

    // System.Text.Json throws an InvalidOperationException for an unpaired surrogate, and for invalid UTF-8.
    private static string? Unescape(ReadOnlySpan<byte> token)
    {
        try
        {
            var reader = new Utf8JsonReader(token);
            reader.Read();
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The error for a string that has just been read.</summary>
    private readonly JsonException InvalidBefore(ReadOnlySpan<byte> text) =>
        InvalidAt(_position - text.Length - 2, NoText);
}
