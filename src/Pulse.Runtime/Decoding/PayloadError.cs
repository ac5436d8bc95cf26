using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// Makes the one exception that decoding throws: a <see cref="JsonException"/> with path and
/// position. Decoders carry no path; only once one has failed is the JSON walked again, up to the
/// token that it stopped at.
/// </summary>
internal static class PayloadError
{
    public static bool IsDecoding(Exception cause) =>
        // Utf8JsonReader reports invalid UTF-8 inside a string as InvalidOperationException.
        cause is JsonException or InvalidOperationException;

    /// <summary>The error of a whole document.</summary>
    public static JsonException In(ReadOnlySpan<byte> json, long tokenStart, Exception cause)
    {
        // Malformed JSON stops the second walk where it stopped the first.
        var stop = cause is JsonException { LineNumber: not null } ? long.MaxValue : tokenStart;
        var path = JsonPath.To(new Utf8JsonReader(json), stop) + Missing(cause);
        var before = json[..(int)Math.Min(tokenStart, json.Length)];
        var line = (cause as JsonException)?.LineNumber ?? before.Count((byte)'\n');
        var position =
            (cause as JsonException)?.BytePositionInLine ?? before.Length - (before.LastIndexOf((byte)'\n') + 1);
        return new JsonException(
            $"{Reason(cause)} Path: {path} | LineNumber: {line} | BytePositionInLine: {position}.",
            path,
            line,
            position,
            cause.InnerException ?? cause
        );
    }

    /// <summary>
    /// The error of a value inside a document that <see cref="JsonSerializer"/> reads: the serializer
    /// adds its own path to the value and the position, so the path inside the value goes into the message.
    /// </summary>
    public static JsonException Within(Utf8JsonReader start, long tokenStart, Exception cause) =>
        new($"{Reason(cause)} Inside the value at {JsonPath.To(start, tokenStart)}{Missing(cause)}.", cause);

    public static MissingPropertyException MissingProperty(string owner, string property) => new(owner, property);

    public static JsonException WrongType(string expected, ref readonly Utf8JsonReader reader) =>
        new($"Expected {expected}, found {Describe(reader.TokenType)}.");

    private static string Reason(Exception cause) =>
        cause switch
        {
            JsonException { LineNumber: not null } malformed => WithoutPosition(malformed.Message),
            JsonException ours => ours.Message,
            _ => "The text is not valid UTF-8.",
        };

    // The reader ends its messages with its own "LineNumber: … | BytePositionInLine: …".
    private static string WithoutPosition(string message)
    {
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? message : message[..position];
    }

    private static string Missing(Exception cause) =>
        cause is MissingPropertyException missing ? "." + missing.Property : "";

    private static string Describe(JsonTokenType token) =>
        token switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a boolean",
            JsonTokenType.Null => "null",
            _ => token.ToString(),
        };

    /// <summary>A required property that an object ended without.</summary>
    internal sealed class MissingPropertyException(string owner, string property)
        : JsonException($"The required property '{property}' of {owner} is missing.")
    {
        public string Property { get; } = property;
    }
}
