using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>Finds the end of a JSON string.</summary>
internal static class StringToken
{
    /// <summary>What else than a quote ends a run of text: backslashes and control characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Stops(Vector256<byte> bytes) =>
        Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
        | Vector256.Equals(bytes, Vector256.Min(bytes, Vector256.Create((byte)(' ' - 1))));

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
        for (; Window.IsAt(json, at); at += Window.Length)
        {
            var bytes = Window.At(json, at);
            var stops = Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Stops(bytes);
            var found = stops.ExtractMostSignificantBits();
            if (found != 0)
                return at + BitOperations.TrailingZeroCount(found);
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
