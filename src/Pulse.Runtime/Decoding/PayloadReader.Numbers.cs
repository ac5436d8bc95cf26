using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Reads numbers and Booleans.</summary>
public ref partial struct PayloadReader
{
    // So many digits always fit 64 bits.
    private const int FewDigits = 18;

    /// <summary>Reads the value if it is <c>null</c>.</summary>
    /// <returns><see langword="true"/> for <c>null</c>.</returns>
    public bool TryReadNull() => Current == 'n' && TryReadLiteral("null"u8);

    /// <summary>Reads a Boolean.</summary>
    /// <returns>The Boolean.</returns>
    /// <exception cref="JsonException">The value is not a Boolean.</exception>
    public bool ReadBoolean()
    {
        if (TryReadLiteral("true"u8))
            return true;
        return TryReadLiteral("false"u8) ? false : throw Unexpected("a boolean");
    }

    /// <summary>Reads a 32-bit integer.</summary>
    /// <returns>The integer.</returns>
    /// <exception cref="JsonException">The value is not an integer, or is out of range.</exception>
    public int ReadInt32()
    {
        var start = _position;
        if (TryReadFewDigits(out var few, out _) && few is >= int.MinValue and <= int.MaxValue)
            return (int)few;
        _position = start;
        var number = ReadNumber("an integer");
        return number.TryGetInt32(out var value)
            ? value
            : throw InvalidAt(start, "The number is not a 32-bit integer.");
    }

    /// <summary>Reads a 64-bit integer.</summary>
    /// <returns>The integer.</returns>
    /// <exception cref="JsonException">The value is not an integer, or is out of range.</exception>
    public long ReadInt64()
    {
        var start = _position;
        if (TryReadFewDigits(out var few, out _))
            return few;
        var number = ReadNumber("an integer");
        return number.TryGetInt64(out var value)
            ? value
            : throw InvalidAt(start, "The number is not a 64-bit integer.");
    }

    /// <summary>Reads a number with up to 28 digits, such as an integer beyond 64 bits.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="JsonException">The value is not a number, or is out of range.</exception>
    public decimal ReadDecimal()
    {
        var start = _position;
        var number = ReadNumber("a number");
        return number.TryGetDecimal(out var value) ? value : throw InvalidAt(start, "The number is out of range.");
    }

    /// <summary>Reads a number.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="JsonException">The value is not a number, or is out of range.</exception>
    public double ReadDouble()
    {
        var start = _position;
        const long exact = 1L << 53;
        if (
            TryReadFewDigits(out var few, out var isNegative)
            && few is >= -exact and <= exact
            && !(few == 0 && isNegative)
        )
            return few;
        _position = start;
        var number = ReadNumber("a number");
        return number.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw InvalidAt(start, "The number is out of range.");
    }

    /// <summary>Reads an integer of few digits. If the value is anything else, does not move.</summary>
    private bool TryReadFewDigits(out long value, out bool isNegative)
    {
        var json = _json;
        var at = _position;
        isNegative = (uint)at < (uint)json.Length && json[at] == '-';
        if (isNegative)
            at++;
        var first = at;
        value = 0;
        uint digit;
        while ((uint)at < (uint)json.Length && (digit = (uint)json[at] - '0') <= 9)
        {
            value = (value * 10) + digit;
            if (++at - first > FewDigits)
                return false;
        }

        // More of the number may follow, and a leading zero must be the only digit.
        var hasMore = (uint)at < (uint)json.Length && json[at] is (byte)'.' or (byte)'e' or (byte)'E';
        if (at == first || hasMore || (at - first > 1 && json[first] == '0'))
            return false;
        if (isNegative)
            value = -value;
        _position = at;
        return true;
    }

    /// <summary>Reads a number of any form, as System.Text.Json's reader does.</summary>
    private Utf8JsonReader ReadNumber(string expected)
    {
        if (Kind != JsonValueKind.Number)
            throw Unexpected(expected);
        var end = NumberToken.End(_json, _position);
        if (end < 0)
            throw Malformed();
        var number = new Utf8JsonReader(_json[_position..end]);
        number.Read();
        _position = end;
        return number;
    }

    private bool TryReadLiteral(ReadOnlySpan<byte> literal)
    {
        if (!Rest.StartsWith(literal))
            return false;
        _position += literal.Length;
        return true;
    }

    private readonly JsonException InvalidAt(int position, string reason) =>
        PayloadError.Invalid(_json, _maxDepth, position, reason);
}
