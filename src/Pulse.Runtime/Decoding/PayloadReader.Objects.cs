using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Objects: their properties by name, in whatever order they come.</summary>
public ref partial struct PayloadReader
{
    /// <summary>Enters an object and goes to the value of its first property, passing over unknown ones.</summary>
    /// <param name="names">The names that are known.</param>
    /// <returns>Which of the names it is, or how many there are if it is another one and the names keep others; -1 at the object's end.</returns>
    /// <exception cref="JsonException">The value is no object.</exception>
    public int FirstProperty(PropertyNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Enter((byte)'{', (byte)'}', "an object") ? ReadName(names, -1) : -1;
    }

    /// <summary>Goes on to the value of the next property, passing over unknown ones.</summary>
    /// <param name="names">The names that are known.</param>
    /// <param name="last">The property before.</param>
    /// <returns>As from <see cref="FirstProperty"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextProperty(PropertyNames names, int last)
    {
        // What most messages are from end to end: a comma, the expected name, a colon, a value, and no white space.
        var property = names.After(last);
        if (Current == ',' && names.IsAt(property, _json, _position + 1, out var colon))
        {
            var value = colon + 1;
            if ((uint)value < (uint)_json.Length && _json[colon] == ':' && _json[value] > ' ')
            {
                _position = value;
                return property;
            }
        }

        return NextNameOrEnd(names, last);
    }

    /// <summary>Reads the property whose name is in no list into the map of those.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="map">The map; made with the first property.</param>
    /// <param name="value">Reads the value.</param>
    public void ReadOther<T>(ref Dictionary<string, T>? map, ReadValue<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var name = this;
        name._position = _name;
        (map ??= new Dictionary<string, T>(StringComparer.Ordinal))[name.ReadRepeatedString()] = value(ref this);
    }

    /// <summary>Looks ahead for the text of a property of the object at the reader; of equal names the last one counts.</summary>
    /// <param name="owner">The union's name, for the error.</param>
    /// <param name="name">The property's name, the only one in the list.</param>
    /// <returns>The text.</returns>
    /// <exception cref="JsonException">There is no such property, or it is no string.</exception>
    public readonly string PeekText(string owner, PropertyNames name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var ahead = this;
        string? text = null;
        for (var property = ahead.FirstProperty(name); property >= 0; property = ahead.NextProperty(name, property))
        {
            if (ahead.Kind == JsonValueKind.String)
            {
                text = ahead.ReadRepeatedString();
                continue;
            }

            text = null;
            ahead.Skip();
        }

        return text
            ?? throw Invalid($"The object is no case of {owner}: its property '{name.First}' is missing or no string.");
    }

    /// <summary>Looks ahead which of some properties the object at the reader has.</summary>
    /// <param name="names">The properties' names.</param>
    /// <returns>The first one in the list that it has; -1 if it has none.</returns>
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
    private int NextNameOrEnd(PropertyNames names, int last) => MoveNext((byte)'}') ? ReadName(names, last) : -1;

    /// <summary>Reads names until a known one comes. The one that followed the last time is tried first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ReadName(PropertyNames names, int last)
    {
        while (true)
        {
            var property = names.After(last);
            if (names.IsAt(property, _json, _position, out var end))
                _position = end;
            else
                property = FindName(names, last);

            ReadColon();
            if (property >= 0)
                return property;
            if (names.KeepsOthers)
                return names.Count;
            Skip();
            if (!MoveNext((byte)'}'))
                return -1;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindName(PropertyNames names, int last)
    {
        _name = _position;
        var property = TryReadPlainText(out var name)
            ? names.Find(name)
            : names.Find(Encoding.UTF8.GetBytes(ReadSpecialString(null, "a property name")));
        if (property >= 0)
            names.Learn(last, property);
        return property;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadColon()
    {
        SkipWhiteSpace();
        if (Current != ':')
            throw Malformed();
        _position++;
        SkipWhiteSpace();
    }
}
