using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Reads one JSON value of a generated payload.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="reader">The reader: stands on the value's first token, is left on its last.</param>
/// <returns>The value.</returns>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T ReadValue<out T>(ref Utf8JsonReader reader);

/// <summary>
/// The primitives that generated decoders are made of. Each reads the value that the reader stands
/// on and leaves it on the value's last token; a value of another type is a <see cref="JsonException"/>.
/// Called by generated code only; a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PayloadReader
{
    /// <summary>Decodes a whole document.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="json">UTF-8 JSON.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="JsonException">Not JSON, or not of that type; with path and position.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> json)
        where T : IPayload<T> => Decode(json, T.Read);

    /// <summary>Decodes a whole document of any shape.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <returns>The document's root; it owns its memory.</returns>
    /// <exception cref="JsonException">Not JSON; with path and position.</exception>
    public static JsonElement DecodeElement(ReadOnlySpan<byte> json) => Decode(json, ReadElement);

    /// <summary>Decodes a whole document with a reader of its root.</summary>
    /// <typeparam name="T">The root's type.</typeparam>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="read">Reads the root.</param>
    /// <returns>The root.</returns>
    /// <exception cref="JsonException">Not JSON, or not of that type; with path and position.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> json, ReadValue<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            var value = read(ref reader);
            reader.Read(); // Throws if anything but white space follows.
            return value;
        }
        catch (Exception cause) when (PayloadError.IsDecoding(cause))
        {
            throw PayloadError.In(json, reader.TokenStartIndex, cause);
        }
    }

    /// <summary>Enters an object.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="JsonException">The value is no object.</exception>
    public static void StartObject(ref Utf8JsonReader reader) =>
        Expect(ref reader, JsonTokenType.StartObject, "an object");

    /// <summary>Goes to an object's next property name.</summary>
    /// <param name="reader">The reader: on the object's start or on the last token of a property's value.</param>
    /// <returns><see langword="false"/> at the object's end.</returns>
    public static bool NextProperty(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Whether the value is <c>null</c>.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns><see langword="true"/> for <c>null</c>.</returns>
    public static bool IsNull(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    /// <summary>Passes over the value of a property that the schema does not know.</summary>
    /// <param name="reader">The reader: on the property's name.</param>
    public static void SkipUnknown(ref Utf8JsonReader reader)
    {
        // Not Skip, which refuses a stream's block that is not the last, although the serializer has the whole value in it.
        if (!reader.TrySkip())
            throw new JsonException("The value is incomplete.");
    }

    /// <summary>Checks that the value is a string.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="JsonException">The value is no string.</exception>
    public static void ExpectString(ref Utf8JsonReader reader) => Expect(ref reader, JsonTokenType.String, "a string");

    /// <summary>Reads a string.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The string.</returns>
    /// <exception cref="JsonException">The value is no string.</exception>
    public static string ReadString(ref Utf8JsonReader reader)
    {
        ExpectString(ref reader);
        return reader.GetString()!;
    }

    /// <summary>Reads a boolean.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The boolean.</returns>
    /// <exception cref="JsonException">The value is no boolean.</exception>
    public static bool ReadBoolean(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw PayloadError.WrongType("a boolean", in reader),
        };

    /// <summary>Reads an integer of 32 bits.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="JsonException">The value is no integer, or out of range.</exception>
    public static int ReadInt32(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number, "an integer");
        return reader.TryGetInt32(out var value)
            ? value
            : throw new JsonException("The number is no integer of 32 bits.");
    }

    /// <summary>Reads an integer of 64 bits.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="JsonException">The value is no integer, or out of range.</exception>
    public static long ReadInt64(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number, "an integer");
        return reader.TryGetInt64(out var value)
            ? value
            : throw new JsonException("The number is no integer of 64 bits.");
    }

    /// <summary>Reads a number with up to 28 digits, such as an integer beyond 64 bits.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The number.</returns>
    /// <exception cref="JsonException">The value is no number, or out of range.</exception>
    public static decimal ReadDecimal(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number, "a number");
        return reader.TryGetDecimal(out var value) ? value : throw new JsonException("The number is out of range.");
    }

    /// <summary>Reads a number.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The number.</returns>
    /// <exception cref="JsonException">The value is no number, or out of range.</exception>
    public static double ReadDouble(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number, "a number");
        return reader.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw new JsonException("The number is out of range.");
    }

    /// <summary>Reads a point in time (JSON Schema's <c>date-time</c>: RFC 3339).</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The point in time.</returns>
    /// <exception cref="JsonException">The value is no string, or no point in time.</exception>
    public static DateTimeOffset ReadDateTime(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "a date-time");
        return reader.TryGetDateTimeOffset(out var value)
            ? value
            : throw new JsonException(
                $"The text is no date-time as in RFC 3339 ('2026-01-31T12:00:00.000Z'): '{reader.GetString()}'."
            );
    }

    /// <summary>Reads a date (JSON Schema's <c>date</c>: RFC 3339).</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The date.</returns>
    /// <exception cref="JsonException">The value is no string, or no date.</exception>
    public static DateOnly ReadDate(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "a date");
        var text = reader.GetString()!;
        return DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var value
        )
            ? value
            : throw new JsonException($"The text is no date as in RFC 3339 ('2026-01-31'): '{text}'.");
    }

    /// <summary>Reads any value.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The value; it owns its memory.</returns>
    public static JsonElement ReadElement(ref Utf8JsonReader reader) => JsonElement.ParseValue(ref reader);

    /// <summary>Reads an object of any shape.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The object; it owns its memory.</returns>
    /// <exception cref="JsonException">The value is no object.</exception>
    public static JsonElement ReadObject(ref Utf8JsonReader reader)
    {
        StartObject(ref reader);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Reads an array of any content.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The array; it owns its memory.</returns>
    /// <exception cref="JsonException">The value is no array.</exception>
    public static JsonElement ReadArray(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartArray, "an array");
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Reads a generated type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="reader">The reader.</param>
    /// <returns>The value.</returns>
    public static T Read<T>(ref Utf8JsonReader reader)
        where T : IPayload<T> => T.Read(ref reader);

    /// <summary>Reads an array.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="reader">The reader.</param>
    /// <param name="item">Reads an item.</param>
    /// <returns>The items.</returns>
    /// <exception cref="JsonException">The value is no array.</exception>
    public static IReadOnlyList<T> ReadList<T>(ref Utf8JsonReader reader, ReadValue<T> item)
    {
        Expect(ref reader, JsonTokenType.StartArray, "an array");
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(item(ref reader));
        return items;
    }

    /// <summary>Reads an object whose properties are a map. Of equal keys the last one counts.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="reader">The reader.</param>
    /// <param name="value">Reads a value.</param>
    /// <returns>The map.</returns>
    /// <exception cref="JsonException">The value is no object.</exception>
    public static IReadOnlyDictionary<string, T> ReadMap<T>(ref Utf8JsonReader reader, ReadValue<T> value)
    {
        StartObject(ref reader);
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        while (NextProperty(ref reader))
        {
            var key = reader.GetString()!;
            reader.Read();
            map[key] = value(ref reader);
        }

        return map;
    }

    /// <summary>Reads the property at the reader into the map of those that have no name in the schema.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="map">The map; made with the first property.</param>
    /// <param name="reader">The reader: on the property's name.</param>
    /// <param name="value">Reads the value.</param>
    public static void AddProperty<T>(ref Dictionary<string, T>? map, ref Utf8JsonReader reader, ReadValue<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var key = reader.GetString()!;
        reader.Read();
        (map ??= new Dictionary<string, T>(StringComparer.Ordinal))[key] = value(ref reader);
    }

    /// <summary>A map, or the empty one.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="map">The map, if there is one.</param>
    /// <returns>The map.</returns>
    public static IReadOnlyDictionary<string, T> MapOf<T>(Dictionary<string, T>? map) => map ?? EmptyMap<T>.Instance;

    /// <summary>Looks ahead for the text of a property of the object at the reader.</summary>
    /// <param name="reader">The reader: on the object's start; the caller's own stays there.</param>
    /// <param name="owner">The union's name, for the error.</param>
    /// <param name="name">The property's name.</param>
    /// <returns>The text.</returns>
    /// <exception cref="JsonException">There is no such property, or it is no string.</exception>
    public static string PeekText(Utf8JsonReader reader, string owner, ReadOnlySpan<byte> name) =>
        Seek(ref reader, name) && reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw new JsonException(
                $"The object is no case of {owner}: its property '{Encoding.UTF8.GetString(name)}' is missing or no string."
            );

    /// <summary>Looks ahead whether the object at the reader has a property.</summary>
    /// <param name="reader">The reader: on the object's start; the caller's own stays there.</param>
    /// <param name="name">The property's name.</param>
    /// <returns>Whether it has.</returns>
    public static bool HasProperty(Utf8JsonReader reader, ReadOnlySpan<byte> name) => Seek(ref reader, name);

    /// <summary>The error of a value that is none of a union's cases.</summary>
    /// <param name="reader">The reader: on the value.</param>
    /// <param name="owner">The union's name.</param>
    /// <returns>The exception, to throw.</returns>
    public static JsonException NoCase(ref Utf8JsonReader reader, string owner) =>
        PayloadError.WrongType($"a case of {owner}", in reader);

    /// <summary>The error of an object that ended without a required property.</summary>
    /// <param name="owner">The record's name.</param>
    /// <param name="property">The property's name in JSON.</param>
    /// <returns>The exception, to throw.</returns>
    public static JsonException Missing(string owner, string property) => PayloadError.MissingProperty(owner, property);

    private static bool Seek(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (NextProperty(ref reader))
        {
            var isFound = reader.ValueTextEquals(name);
            reader.Read();
            if (isFound)
                return true;
            SkipUnknown(ref reader);
        }

        return false;
    }

    private static class EmptyMap<T>
    {
        public static readonly IReadOnlyDictionary<string, T> Instance = new Dictionary<string, T>();
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token, string expected)
    {
        if (reader.TokenType != token)
            throw PayloadError.WrongType(expected, in reader);
    }
}
