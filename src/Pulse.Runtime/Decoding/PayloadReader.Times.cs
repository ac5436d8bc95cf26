using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Reads points in time, and dates.</summary>
public ref partial struct PayloadReader
{
    /// <summary>
    /// Reads a point in time (JSON Schema's <c>date-time</c>: RFC 3339, with lower-case letters, a space for <c>T</c> and leap
    /// seconds). A value without an offset, which RFC 3339 does not allow but System.Text.Json does, is UTC, so that it does
    /// not depend on the machine that reads it.
    /// </summary>
    /// <returns>The point in time.</returns>
    /// <exception cref="JsonException">The value is not a string, or not a point in time.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public DateTimeOffset ReadDateTime()
    {
        var json = _json;
        var start = _position;
        var end = start + DateTimeText.Length + 1;
        if (
            (uint)end < (uint)json.Length
            && json[start] == '"'
            && json[end] == '"'
            && DateTimeText.TryParse(json.Slice(start + 1, DateTimeText.Length), out var usual)
        )
        {
            _position = end + 1;
            return usual;
        }

        return ReadUnusualDateTime();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private DateTimeOffset ReadUnusualDateTime()
    {
        var start = _position;
        var token = ReadStringToken("a date-time");
        try
        {
            if (token.TryGetDateTime(out var local) && local.Kind == DateTimeKind.Unspecified)
                return new DateTimeOffset(local, TimeSpan.Zero);
            if (token.TryGetDateTimeOffset(out var value))
                return value;
        }
        catch (InvalidOperationException)
        {
            // An escape for an unpaired surrogate. Reading the string below throws the error for it.
        }

        _position = start;
        var text = ReadUnusualString(null, "a date-time");
        return DateTimeVariants.TryParse(text, out var variant)
            ? variant
            : throw InvalidAt(
                start,
                $"The string is not a date-time that .NET can hold, in a form of RFC 3339 such as '2026-01-31T12:00:00.000Z': '{text}'."
            );
    }

    /// <summary>Reads a date (JSON Schema's <c>date</c>: RFC 3339).</summary>
    /// <returns>The date.</returns>
    /// <exception cref="JsonException">The value is not a string, or not a date.</exception>
    public DateOnly ReadDate()
    {
        var start = _position;
        var text = ReadRepeatedString("a date");
        return DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : throw InvalidAt(start, $"The string is not an RFC 3339 date ('2026-01-31'): '{text}'.");
    }

    /// <summary>Reads a string of any form, as System.Text.Json's reader does.</summary>
    private Utf8JsonReader ReadStringToken(string expected)
    {
        if (Current != '"')
            throw Unexpected(expected);
        var end = StringToken.End(_json, _position + 1, out _);
        if (end < 0)
            throw Malformed();
        var token = new Utf8JsonReader(_json[_position..(end + 1)]);
        token.Read();
        _position = end + 1;
        return token;
    }
}
