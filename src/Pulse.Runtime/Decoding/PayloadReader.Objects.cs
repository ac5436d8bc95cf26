using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Reads objects: their properties by name, in any order.</summary>
public ref partial struct PayloadReader
{
    /// <summary>Enters an object and moves to the value of its first property. Skips unknown properties.</summary>
    /// <param name="names">The known names.</param>
    /// <returns>The index of the name; the number of names for an unknown one, if the list keeps those; -1 at the end.</returns>
    /// <exception cref="JsonException">The value is not an object.</exception>
    public int FirstProperty(PropertyNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var expected = names.After(-1); // Read once: another thread may write it.
        if (_depth < _maxDepth && TryReadExpected(expected, (byte)'{'))
        {
            _depth++;
            return expected.Index;
        }

        return FirstNameOrEnd(names);
    }

    /// <summary>Moves to the value of the next property. Skips unknown properties.</summary>
    /// <param name="names">The known names.</param>
    /// <param name="last">The index of the previous property.</param>
    /// <returns>As from <see cref="FirstProperty"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextProperty(PropertyNames names, int last)
    {
        var expected = names.After(last);
        return TryReadExpected(expected, (byte)',') ? expected.Index : NextNameOrEnd(names, last);
    }

    /// <summary>
    /// Reads the form that nearly all messages have throughout: a comma, the expected name, a colon, a value, and no
    /// white space.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadExpected(NameToken name, byte separator)
    {
        var json = _json;
        var at = _position;
        if (!Window.IsAt(json, at) || json[at] != separator || !name.Is(Window.At(json, at)))
            return false;
        var value = at + name.Length;
        if ((uint)value >= (uint)json.Length || json[value] <= ' ')
            return false;
        _position = value;
        return true;
    }

    /// <summary>Reads a property with an unknown name into the map of those properties.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="map">The map; created for the first such property.</param>
    /// <param name="value">Reads the value.</param>
    public void ReadOther<T>(ref Dictionary<string, T>? map, ReadValue<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var name = this;
        name._position = _name;
        (map ??= new Dictionary<string, T>(StringComparer.Ordinal))[name.ReadRepeatedString()] = value(ref this);
    }

    /// <summary>Looks ahead for a string property of the object. If the name occurs twice, the last one counts.</summary>
    /// <param name="owner">The union's name, for the error.</param>
    /// <param name="name">The property's name, which must be the only one in the list.</param>
    /// <returns>The string.</returns>
    /// <exception cref="JsonException">There is no such property, or it is not a string.</exception>
    public readonly string PeekText(string owner, PropertyNames name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var ahead = this;
        var found = -1;
        for (var property = ahead.FirstProperty(name); property >= 0; property = ahead.NextProperty(name, property))
        {
            found = ahead.Kind == JsonValueKind.String ? ahead._position : -1;
            ahead.Skip();
        }

        if (found < 0)
            throw Invalid(
                $"The object is not a case of {owner}: its property '{name.First}' is missing or not a string."
            );
        ahead._position = found;
        return ahead.ReadRepeatedString();
    }

    /// <summary>Looks ahead for one of several properties of the object at the reader.</summary>
    /// <param name="names">The properties' names.</param>
    /// <returns>The index of the first name in the list that the object has; -1 if it has none.</returns>
    public readonly int PeekProperty(PropertyNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var ahead = this;
        var found = -1;
        for (var property = ahead.FirstProperty(names); property >= 0; property = ahead.NextProperty(names, property))
        {
            if (found < 0 || property < found)
                found = property;
            ahead.Skip();
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FirstNameOrEnd(PropertyNames names) =>
        Enter((byte)'{', (byte)'}', "an object") ? ReadName(names, -1) : -1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int NextNameOrEnd(PropertyNames names, int last)
    {
        if (Current != '}')
            return MoveNext((byte)'}') ? ReadName(names, last) : -1;
        _position++;
        _depth--;
        return -1;
    }

    /// <summary>Reads names until a known one comes. Tries the name that followed the last time first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ReadName(PropertyNames names, int last)
    {
        while (true)
        {
            var expected = names.After(last);
            var property = expected.Index;
            var before = _position - 1;
            if (expected.Is(Window.IsAt(_json, before) ? Window.At(_json, before) : Window.AtEnd(_json, before)))
            {
                _position += expected.Length - 1;
                SkipWhiteSpace();
                return property;
            }

            property = FindName(names);
            ReadColon();
            if (property >= 0)
            {
                names.Learn(last, property);
                return property;
            }

            if (names.KeepsOthers)
                return names.Count;
            Skip();
            if (!MoveNext((byte)'}'))
                return -1;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindName(PropertyNames names)
    {
        _name = _position;
        return TryReadShortText(out var name, out _) || TryReadLastText(out name, out _)
            ? names.Find(name)
            : names.Find(ReadSpecialName(names));
    }

    /// <summary>Reads a long name, or one with escapes. A name that is not kept may consist of any bytes.</summary>
    private ReadOnlySpan<byte> ReadSpecialName(PropertyNames names)
    {
        var hasEscapes = false;
        var end = Current == '"' ? StringToken.End(_json, _position + 1, out hasEscapes) : -1;
        if (end < 0 || names.KeepsOthers)
            return Encoding.UTF8.GetBytes(ReadUnusualString(null, "a property name"));
        var token = _json[_position..(end + 1)];
        var name = hasEscapes ? UnescapedName(token) : token[1..^1];
        _position = end + 1;
        return name;
    }

    private readonly ReadOnlySpan<byte> UnescapedName(ReadOnlySpan<byte> token)
    {
        if (Unescape(token) is { } name)
            return Encoding.UTF8.GetBytes(name);
        // An escape for an unpaired surrogate is an error. Bytes that are not UTF-8 only make the name unknown.
        var ascii = token.ToArray();
        foreach (ref var character in ascii.AsSpan())
            character = Math.Min(character, (byte)0x7f);
        return Unescape(ascii) is not null ? NoName : throw Invalid(NoText);
    }

    // It is not valid UTF-8, so no name equals it.
    private static ReadOnlySpan<byte> NoName => [0xff];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadColon()
    {
        if (!TryReadCompact((byte)':'))
            ReadSpacedColon();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReadSpacedColon()
    {
        SkipWhiteSpace();
        if (Current != ':')
            throw Malformed();
        _position++;
        SkipWhiteSpace();
    }
}
