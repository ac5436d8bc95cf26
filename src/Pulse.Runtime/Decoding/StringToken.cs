using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>Finds the end of a JSON string.</summary>
internal static class StringToken
{
    /// <summary>The first byte that is not plain: a quote, a backslash, a control character, or no ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PlainEnd(ReadOnlySpan<byte> json, int at)
    {
        while (at <= json.Length - Vector128<byte>.Count)
        {
            var found = Stops(Vector128.Create(json.Slice(at, Vector128<byte>.Count)));
            if (found != 0)
                return at + BitOperations.TrailingZeroCount(found);
            at += Vector128<byte>.Count;
        }

        while ((uint)at < (uint)json.Length && json[at] is not ((byte)'"' or (byte)'\\' or < (byte)' ' or > 0x7f))
            at++;
        return at;
    }

    /// <summary>A bit for each byte that is not plain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Stops(Vector128<byte> bytes)
    {
        // What is no ASCII is negative.
        var stops =
            Vector128.Equals(bytes, Vector128.Create((byte)'"'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
            | Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)' ')).AsByte();
        return stops.ExtractMostSignificantBits();
    }

    /// <summary>The string's closing quote, or -1 if it has none, holds a control character or an escape that is none.</summary>
    /// <param name="json">The document.</param>
    /// <param name="at">The byte behind the opening quote.</param>
    /// <param name="hasEscapes">Whether there are escapes in it.</param>
    public static int End(ReadOnlySpan<byte> json, int at, out bool hasEscapes)
    {
        hasEscapes = false;
        while (true)
        {
            at = TextEnd(json, at);
            if (at >= json.Length || json[at] < ' ')
                return -1;
            if (json[at] == '"')
                return at;
            hasEscapes = true;
            at = EscapeEnd(json, at + 1);
            if (at < 0)
                return -1;
        }
    }

    /// <summary>The first byte that is a quote, a backslash or a control character.</summary>
    private static int TextEnd(ReadOnlySpan<byte> json, int at)
    {
        while (at <= json.Length - Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(json.Slice(at, Vector128<byte>.Count));
            var stops =
                Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            var found = stops.ExtractMostSignificantBits();
            if (found != 0)
                return at + BitOperations.TrailingZeroCount(found);
            at += Vector128<byte>.Count;
        }

        while ((uint)at < (uint)json.Length && json[at] is not ((byte)'"' or (byte)'\\' or < (byte)' '))
            at++;
        return at;
    }

    /// <summary>The byte behind an escape, or -1 if it is none.</summary>
    private static int EscapeEnd(ReadOnlySpan<byte> json, int at)
    {
        if (at >= json.Length)
            return -1;
        switch (json[at])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return at + 1;
            case (byte)'u' when json.Length - at > 4:
                foreach (var digit in json.Slice(at + 1, 4))
                {
                    if (!char.IsAsciiHexDigit((char)digit))
                        return -1;
                }

                return at + 5;
            default:
                return -1;
        }
    }
}
