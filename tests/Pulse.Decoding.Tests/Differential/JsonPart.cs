using System.Text.Json;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>The position of a value in JSON, or of a property with name and value.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="NameEnd">Of a property: behind its name; otherwise 0.</param>
/// <param name="ValueStart">Where the value starts.</param>
/// <param name="End">Behind its last byte.</param>
/// <param name="Owner">Where the object starts that a property is in.</param>
internal readonly record struct JsonPart(int Start, int NameEnd, int ValueStart, int End, int Owner)
{
    public bool IsProperty => NameEnd > 0;

    public bool IsValue => !IsProperty;

    /// <summary>All complete parts, up to where the JSON breaks.</summary>
    public static IReadOnlyList<JsonPart> All(byte[] json)
    {
        var parts = new List<JsonPart>();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
            if (reader.Read())
                AddValue(ref reader, parts);
        }
        catch (JsonException)
        {
            // Broken already: what came before is enough to go on with.
        }

        return parts;
    }

    private static void AddValue(ref Utf8JsonReader reader, List<JsonPart> parts)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                AddValue(ref reader, parts);
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var (name, nameEnd) = ((int)reader.TokenStartIndex, NameEndOf(ref reader));
                reader.Read();
                var value = (int)reader.TokenStartIndex;
                AddValue(ref reader, parts);
                parts.Add(new(name, nameEnd, value, (int)reader.BytesConsumed, start));
            }
        }

        parts.Add(new(start, 0, start, (int)reader.BytesConsumed, 0));
    }

    // The reader has consumed the colon, too.
    private static int NameEndOf(ref Utf8JsonReader reader) =>
        (int)reader.TokenStartIndex + reader.ValueSpan.Length + 2;
}
