using System.Globalization;

namespace Pulse.Decoding;

/// <summary>
/// Parses the forms of a date-time that RFC 3339 allows and System.Text.Json refuses: <c>t</c> and <c>z</c>, a space for
/// <c>T</c>, a leap second, any number of digits in a fraction. As everywhere, a value without an offset is UTC.
/// </summary>
internal static class DateTimeVariants
{
    // 2026-01-31T12:00:00
    private const int WholeSeconds = 19;

    public static bool TryParse(string text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length < WholeSeconds || text[10] is not ('T' or 't' or ' '))
            return false;
        var isLeapSecond = string.CompareOrdinal(text, 16, ":60", 0, 3) == 0;
        var end = WholeSeconds;
        if (end < text.Length && text[end] == '.')
        {
            do end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]));
            if (end == WholeSeconds + 1)
                return false;
        }

        var seconds = isLeapSecond ? string.Concat(text.AsSpan(0, 17), "59") : text[..WholeSeconds];
        if (
            !TryParseOffset(text.AsSpan(end), out var offset)
            || !DateTime.TryParseExact(
                seconds.Replace('t', 'T').Replace(' ', 'T'),
                "yyyy-MM-ddTHH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local
            )
        )
            return false;

        var utc = local.Ticks - offset.Ticks;
        if (isLeapSecond)
        {
            // Only the last minute of a day in UTC has one. .NET does not know it: it is the next second.
            if (utc < 0 || utc % TimeSpan.TicksPerDay != TimeSpan.TicksPerDay - TimeSpan.TicksPerSecond)
                return false;
            utc += TimeSpan.TicksPerSecond;
        }

        utc += Fraction(text.AsSpan(WholeSeconds, end - WholeSeconds));
        if (utc < 0 || utc > DateTime.MaxValue.Ticks || utc + offset.Ticks > DateTime.MaxValue.Ticks)
            return false;
        value = new DateTimeOffset(utc, TimeSpan.Zero).ToOffset(offset);
        return true;
    }

    /// <summary>Parses nothing, <c>Z</c>, or hours and minutes. .NET's offsets end at 14 hours.</summary>
    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "" or "Z" or "z")
            return true;
        if (
            text.Length != 6
            || text[0] is not ('+' or '-')
            || text[3] != ':'
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || minutes > 59
        )
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return Math.Abs(offset.TotalHours) <= 14;
    }

    /// <summary>The ticks of a fraction of a second; digits beyond them are dropped.</summary>
    private static long Fraction(ReadOnlySpan<char> text)
    {
        var ticks = 0L;
        for (
            var (digit, worth) = (1, TimeSpan.TicksPerSecond / 10);
            digit < text.Length && worth > 0;
            digit++, worth /= 10
        )
            ticks += (text[digit] - '0') * worth;
        return ticks;
    }
}
