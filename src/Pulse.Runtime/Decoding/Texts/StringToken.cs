using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>Finds the end of a JSON string.</summary>
internal static class StringToken
{
    /// <summary>Finds backslashes and control characters, which end a run of plain characters as a quote does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Stops(Vector256<byte> bytes) =>
        Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
        | Vector256.Equals(bytes, Vector256.Min(bytes, Vector256.Create((byte)(' ' - 1))));

    /// <summary>Returns the closing quote, or -1 if there is none, or a control character or invalid escape comes first.</summary>
    /// <param name="json">The document.</param>
    /// <param name="at">The position after the opening quote.</param>
    /// <param name="hasEscapes">Whether the string contains escapes.</param>
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

    /// <summary>Returns the first quote, backslash or control character.</summary>
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

    /// <summary>Returns the position after an escape, or -1 if it is invalid.</summary>
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
