using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pulse.Decoding;

/// <summary>
/// Parses JavaScript's form of a point in time, <c>2026-01-31T12:00:00.000Z</c>, eight characters at a time. It refuses
/// every other form, and the caller then tries a general parser.
/// </summary>
internal static class DateTimeText
{
    /// <summary>In bytes.</summary>
    public const int Length = 24;

    private const ulong HighBits = 0x8080_8080_8080_8080;

    private static readonly ulong YearMonth = Load("0000-00-"u8);
    private static readonly ulong DayHourMinute = Load("00T00:00"u8);
    private static readonly ulong SecondMillisecond = Load(":00.000Z"u8);

    // Characters that are not digits must be equal.
    private static readonly ulong YearMonthMarks = Load([0, 0, 0, 0, 0xff, 0, 0, 0xff]);
    private static readonly ulong DayHourMinuteMarks = Load([0, 0, 0xff, 0, 0, 0xff, 0, 0]);
    private static readonly ulong SecondMillisecondMarks = Load([0xff, 0, 0, 0xff, 0, 0, 0, 0xff]);

    /// <summary>Parses a string of exactly that length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        // A digit becomes its value and a mark becomes 0. Anything else becomes more than 9.
        var (a, b, c) = (Load(text) ^ YearMonth, Load(text[8..]) ^ DayHourMinute, Load(text[16..]) ^ SecondMillisecond);
        var marks = (a & YearMonthMarks) | (b & DayHourMinuteMarks) | (c & SecondMillisecondMarks);
        if (marks != 0 || ((AboveNine(a) | AboveNine(b) | AboveNine(c)) & HighBits) != 0)
            return false;

        var (ab, bb, cb) = (Pairs(a), Pairs(b), Pairs(c));
        var year = (At(ab, 0) * 100) + At(ab, 2);
        var month = At(ab, 5);
        var day = At(bb, 0);
        var (hour, minute, second) = (At(bb, 3), At(bb, 6), At(cb, 1));
        var millisecond = (At(cb, 4) * 10) + At(c, 6);
        // Negative if one of them is.
        var ranges =
            (year - 1)
            | (month - 1)
            | (12 - month)
            | (day - 1)
            | (31 - day)
            | (23 - hour)
            | (59 - minute)
            | (59 - second);
        if (ranges < 0)
            return false;
        if (day > 28 && day > DateTime.DaysInMonth(year, month))
            return false;

        var time =
            (((((hour * 60) + minute) * 60L) + second) * TimeSpan.TicksPerSecond)
            + (millisecond * TimeSpan.TicksPerMillisecond);
        value = new DateTimeOffset(new DateTime(new DateTime(year, month, day).Ticks + time, DateTimeKind.Utc));
        return true;
    }

    /// <summary>Writes that form: UTC with whole milliseconds.</summary>
    public static void Write(DateTime value, Span<byte> text)
    {
        var (year, month, day) = DateOnly.FromDateTime(value);
        var time = (int)(value.Ticks % TimeSpan.TicksPerDay / TimeSpan.TicksPerMillisecond);
        var (seconds, millisecond) = (time / 1000, time % 1000);
        var (minutes, second) = (seconds / 60, seconds % 60);
        var (hour, minute) = (minutes / 60, minutes % 60);
        Store(YearMonth | Two(year / 100, 0) | Two(year % 100, 2) | Two(month, 5), text);
        Store(DayHourMinute | Two(day, 0) | Two(hour, 3) | Two(minute, 6), text[8..]);
        var thousandth = (ulong)(millisecond % 10) << (8 * 6);
        Store(SecondMillisecond | Two(second, 1) | Two(millisecond / 10, 4) | thousandth, text[16..]);
    }

    private static void Store(ulong characters, Span<byte> text) =>
        BinaryPrimitives.WriteUInt64LittleEndian(text, characters);

    /// <summary>Puts the two digits of a number at a byte and the next one.</summary>
    private static ulong Two(int number, int index)
    {
        var tens = (uint)number / 10;
        return (ulong)(tens | (((uint)number - (tens * 10)) << 8)) << (8 * index);
    }

    private static ulong Load(ReadOnlySpan<byte> text) => BinaryPrimitives.ReadUInt64LittleEndian(text);

    private static ulong AboveNine(ulong digits) => digits | (digits + 0x7676_7676_7676_7676);

    /// <summary>Returns, at each byte, the number that this digit and the next one form.</summary>
    private static ulong Pairs(ulong digits) => (digits * 10) + (digits >> 8);

    private static int At(ulong bytes, int index) => (byte)(bytes >> (8 * index));
}
