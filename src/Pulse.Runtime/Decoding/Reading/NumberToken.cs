namespace Pulse.Decoding;

/// <summary>Finds the end of a JSON number.</summary>
internal static class NumberToken
{
    /// <summary>Returns the position after the number, or -1 if it is not a number.</summary>
    public static int End(ReadOnlySpan<byte> json, int at)
    {
        if (IsAt(json, at, (byte)'-'))
            at++;
        var integer = at;
        at = DigitsEnd(json, at);
        if (at == integer || (at - integer > 1 && json[integer] == '0'))
            return -1;
        if (IsAt(json, at, (byte)'.'))
        {
            var fraction = at + 1;
            at = DigitsEnd(json, fraction);
            if (at == fraction)
                return -1;
        }

        if (!IsAt(json, at, (byte)'e') && !IsAt(json, at, (byte)'E'))
            return at;
        at++;
        if (IsAt(json, at, (byte)'+') || IsAt(json, at, (byte)'-'))
            at++;
        var exponent = at;
        at = DigitsEnd(json, at);
        return at == exponent ? -1 : at;
    }

    private static bool IsAt(ReadOnlySpan<byte> json, int at, byte expected) =>
        (uint)at < (uint)json.Length && json[at] == expected;

    private static int DigitsEnd(ReadOnlySpan<byte> json, int at)
    {
        while ((uint)at < (uint)json.Length && char.IsAsciiDigit((char)json[at]))
            at++;
        return at;
    }
}
