using System.Text;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>Changes JSON a little: bytes, tokens, structure. Much of what comes out is still valid.</summary>
internal sealed class Mutation(Random random)
{
    /// <param name="json">The message.</param>
    /// <returns>The mutated message, valid or not.</returns>
    public byte[] Of(byte[] json)
    {
        for (var changes = 1 + (random.Next(3) * random.Next(2)); changes > 0; changes--)
            json = Change(json, JsonPart.All(json));
        return json;
    }

    private byte[] Change(byte[] json, IReadOnlyList<JsonPart> parts)
    {
        var values = parts.Where(part => part.IsValue).ToList();
        var properties = parts.Where(part => part.IsProperty).ToList();
        if (values.Count == 0 || properties.Count == 0)
            return ChangeBytes(json);
        var value = values[random.Next(values.Count)];
        var property = properties[random.Next(properties.Count)];
        return random.Next(20) switch
        {
            0 => ChangeBytes(json),
            1 => json[..random.Next(json.Length)],
            2 =>
            [
                .. NastyJson.Space(random),
                .. json,
                .. random.Next(3) == 0 ? NastyJson.Value(random) : NastyJson.Space(random),
            ],
            3 or 4 => Replace(json, value.Start, value.End, NastyJson.Value(random)),
            5 => Replace(json, value.Start, value.End, Text(json, values[random.Next(values.Count)])),
            6 => Replace(json, value.Start, value.End, Nested(Text(json, value))),
            7 => Without(json, property),
            8 or 9 => Again(json, property, properties, values),
            10 => Renamed(json, property, properties),
            11 or 12 => Swapped(json, property, properties),
            13 or 14 => Insert(json, random.Next(2) == 0 ? value.Start : property.End, NastyJson.Space(random)),
            15 or 16 => Escaped(json, parts),
            17 => Insert(json, property.Start, [.. "\"unknown\":"u8, .. NastyJson.Value(random), (byte)',']),
            18 => Typed(json, parts),
            _ => Digits(json, values),
        };
    }

    private byte[] ChangeBytes(byte[] json)
    {
        var at = random.Next(json.Length + 1);
        return random.Next(4) switch
        {
            0 => Replace(json, at, Math.Min(json.Length, at + 1), [NastyJson.Byte(random)]),
            1 => Insert(json, at, [NastyJson.Byte(random)]),
            2 => Insert(json, at, NastyJson.Text(random)),
            _ => Replace(json, at, Math.Min(json.Length, at + random.Next(1, 4)), []),
        };
    }

    /// <summary>In more arrays or objects, also about as deep as System.Text.Json goes.</summary>
    private byte[] Nested(byte[] json)
    {
        var depth = random.Next(3) == 0 ? random.Next(58, 66) : random.Next(1, 3);
        return random.Next(2) == 0
            ? [.. Enumerable.Repeat((byte)'[', depth), .. json, .. Enumerable.Repeat((byte)']', depth)]
            : Encoding.UTF8.GetBytes(
                string.Concat(Enumerable.Repeat("{\"child\":", depth))
                    + Encoding.Latin1.GetString(json)
                    + new string('}', depth)
            );
    }

    private static byte[] Without(byte[] json, JsonPart property)
    {
        var (start, end) = (property.Start, property.End);
        if (end < json.Length && json[end] == ',')
            end++;
        else if (start > 0 && json[start - 1] == ',')
            start--;
        return Replace(json, start, end, []);
    }

    /// <summary>Once more, somewhere in the same object, maybe with another value.</summary>
    private byte[] Again(byte[] json, JsonPart property, List<JsonPart> properties, List<JsonPart> values)
    {
        var siblings = properties.Where(other => other.Owner == property.Owner).ToList();
        var at = siblings[random.Next(siblings.Count)];
        var value = random.Next(3) switch
        {
            0 => NastyJson.Value(random),
            1 => Text(json, values[random.Next(values.Count)]),
            _ => json[property.ValueStart..property.End],
        };
        return Insert(json, at.Start, [.. json[property.Start..property.ValueStart], .. value, (byte)',']);
    }

    private byte[] Renamed(byte[] json, JsonPart property, List<JsonPart> properties)
    {
        var other = properties[random.Next(properties.Count)];
        byte[] name = random.Next(3) switch
        {
            0 => [(byte)'"', .. NastyJson.Text(random), (byte)'"'],
            1 => json[other.Start..other.NameEnd],
            _ => Encoding.Latin1.GetBytes(
                Encoding.Latin1.GetString(json, property.Start, property.NameEnd - property.Start).ToUpperInvariant()
            ),
        };
        return Replace(json, property.Start, property.NameEnd, name);
    }

    private byte[] Swapped(byte[] json, JsonPart property, List<JsonPart> properties)
    {
        var siblings = properties
            .Where(other => other.Owner == property.Owner && other.Start != property.Start)
            .ToList();
        if (siblings.Count == 0)
            return json;
        var other = siblings[random.Next(siblings.Count)];
        var (first, second) = property.Start < other.Start ? (property, other) : (other, property);
        return
        [
            .. json[..first.Start],
            .. Text(json, second),
            .. json[first.End..second.Start],
            .. Text(json, first),
            .. json[second.End..],
        ];
    }

    /// <summary>One character of a string as an escape.</summary>
    private byte[] Escaped(byte[] json, IReadOnlyList<JsonPart> parts)
    {
        if (String(json, parts) is not var (start, end) || start == end)
            return json;
        var at = random.Next(start, end);
        var isAscii = json[at] < 0x80 && json[at] != '\\';
        var escape = random.Next(2) == 0 ? $"\\u{json[at]:x4}" : $"\\u{json[at]:X4}";
        return isAscii ? Replace(json, at, at + 1, Encoding.ASCII.GetBytes(escape)) : json;
    }

    /// <summary>Puts other characters in place of a string's, or into the middle of it.</summary>
    private byte[] Typed(byte[] json, IReadOnlyList<JsonPart> parts)
    {
        if (String(json, parts) is not var (start, end))
            return json;
        var at = random.Next(start, end + 1);
        return random.Next(2) == 0
            ? Replace(json, start, end, NastyJson.Text(random))
            : Insert(json, at, NastyJson.Text(random));
    }

    /// <summary>Another character in a date-time or number.</summary>
    private byte[] Digits(byte[] json, List<JsonPart> values)
    {
        var with = values
            .Where(value => json.AsSpan(value.Start, value.End - value.Start).ContainsAnyInRange((byte)'0', (byte)'9'))
            .Where(value => json[value.Start] is not ((byte)'{' or (byte)'['))
            .ToList();
        if (with.Count == 0)
            return json;
        var value = with[random.Next(with.Count)];
        var at = random.Next(value.Start, value.End);
        var other = "0123456789-+.:eTZ/;"u8[random.Next(19)];
        return random.Next(3) == 0 ? Insert(json, at, [other]) : Replace(json, at, at + 1, [other]);
    }

    /// <summary>Where the characters of a name or string are.</summary>
    private (int Start, int End)? String(byte[] json, IReadOnlyList<JsonPart> parts)
    {
        var strings = parts.Where(part => json[part.Start] == '"').ToList();
        if (strings.Count == 0)
            return null;
        var found = strings[random.Next(strings.Count)];
        return (found.Start + 1, (found.IsProperty ? found.NameEnd : found.End) - 1);
    }

    private static byte[] Text(byte[] json, JsonPart part) => json[part.Start..part.End];

    private static byte[] Insert(byte[] json, int at, byte[] text) => Replace(json, at, at, text);

    private static byte[] Replace(byte[] json, int start, int end, byte[] text) =>
        [.. json.AsSpan(0, start), .. text, .. json.AsSpan(end)];
}
