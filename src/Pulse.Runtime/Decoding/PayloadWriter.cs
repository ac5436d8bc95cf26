using System.ComponentModel;
using System.Globalization;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>What generated writers need beyond <see cref="Utf8JsonWriter"/>. Called by generated code only; a binary contract.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PayloadWriter
{
    /// <summary>
    /// Writes a point in time as RFC 3339, the way Taskcluster's services do: milliseconds and
    /// <c>Z</c>; more digits, or an offset, where the value has them.
    /// </summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The point in time.</param>
    public static void WriteDateTime(Utf8JsonWriter writer, DateTimeOffset value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var wholeMilliseconds = value.Ticks % TimeSpan.TicksPerMillisecond == 0;
        var format = (wholeMilliseconds, value.Offset == TimeSpan.Zero) switch
        {
            (true, true) => "yyyy-MM-ddTHH:mm:ss.fffZ",
            (true, false) => "yyyy-MM-ddTHH:mm:ss.fffzzz",
            (false, true) => "yyyy-MM-ddTHH:mm:ss.fffffffZ",
            (false, false) => "yyyy-MM-ddTHH:mm:ss.fffffffzzz",
        };
        Span<char> text = stackalloc char[40];
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Writes a date as RFC 3339.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The date.</param>
    public static void WriteDate(Utf8JsonWriter writer, DateOnly value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }
}
