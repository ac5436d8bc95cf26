using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;

namespace Pulse.Decoding;

/// <summary>Writes values.</summary>
public sealed partial class PayloadWriter
{
    // No number is longer.
    private const int NumberLength = 64;

    private JavaScriptEncoder _encoder = JavaScriptEncoder.Default;

    /// <summary>Whether the encoder is not one of System.Text.Json's own, and so may escape any character.</summary>
    private bool _escapesMore;

    /// <summary>Writes <c>null</c>.</summary>
    public void WriteNull() => WriteLiteral("null"u8);

    /// <summary>Writes a Boolean.</summary>
    /// <param name="value">The Boolean.</param>
    public void WriteBoolean(bool value) => WriteLiteral(value ? "true"u8 : "false"u8);

    /// <summary>Writes a string.</summary>
    /// <param name="value">The string.</param>
    public void WriteString(string value) => WriteText(value);

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The integer.</param>
    public void WriteNumber(long value)
    {
        if (value is >= 0 and <= 9)
        {
            WriteByte((byte)('0' + value));
            return;
        }

        Utf8Formatter.TryFormat(value, Free(NumberLength), out var length);
        _length += length;
    }

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    public void WriteNumber(decimal value)
    {
        Utf8Formatter.TryFormat(value, Free(NumberLength), out var length);
        _length += length;
    }

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">The value is infinite or not a number, which JSON cannot express.</exception>
    public void WriteNumber(double value)
    {
        if (!double.IsFinite(value))
        {
            if (_isForPeople)
            {
                WriteText(value.ToString(CultureInfo.InvariantCulture));
                return;
            }

            throw new ArgumentException(
                $"JSON has no number for '{value.ToString(CultureInfo.InvariantCulture)}'.",
                nameof(value)
            );
        }

        Utf8Formatter.TryFormat(value, Free(NumberLength), out var length);
        _length += length;
    }

    /// <summary>
    /// Writes a point in time as RFC 3339, as Taskcluster's services do: with milliseconds and <c>Z</c>, or with more
    /// digits or an offset if the value has them.
    /// </summary>
    /// <param name="value">The point in time.</param>
    public void WriteDateTime(DateTimeOffset value)
    {
        var wholeMilliseconds = value.Ticks % TimeSpan.TicksPerMillisecond == 0;
        if (wholeMilliseconds && value.Offset == TimeSpan.Zero && !_escapesMore)
        {
            var text = Free(DateTimeText.Length + 2);
            text[0] = (byte)'"';
            DateTimeText.Write(value.DateTime, text[1..]);
            text[DateTimeText.Length + 1] = (byte)'"';
            _length += DateTimeText.Length + 2;
            return;
        }

        Span<char> other = stackalloc char[40];
        var format = value.Offset == TimeSpan.Zero ? "yyyy-MM-ddTHH:mm:ss.fffffffZ" : "yyyy-MM-ddTHH:mm:ss.fffffffzzz";
        if (wholeMilliseconds)
            format = format.Replace("fffffff", "fff", StringComparison.Ordinal);
        value.TryFormat(other, out var length, format, CultureInfo.InvariantCulture);
        WriteText(other[..length]);
    }

    /// <summary>Writes a date as RFC 3339.</summary>
    /// <param name="value">The date.</param>
    public void WriteDate(DateOnly value)
    {
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        WriteText(text[..length]);
    }

    private void WriteLiteral(ReadOnlySpan<byte> literal)
    {
        literal.CopyTo(Free(literal.Length));
        _length += literal.Length;
    }

    private void WriteText(ReadOnlySpan<char> text)
    {
        var free = Free(text.Length + 2);
        if (_escapesMore || !PlainText.TryCopy(text, free.Slice(1, text.Length)))
        {
            WriteEscaped(text);
            return;
        }

        free[0] = (byte)'"';
        free[text.Length + 1] = (byte)'"';
        _length += text.Length + 2;
    }
}
