using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// Creates the only exception that decoding throws: a <see cref="JsonException"/> with path and position. Decoders keep
/// neither. When one has failed, <see cref="Utf8JsonReader"/> walks the JSON again, up to the refused value. If it fails
/// earlier, the JSON is malformed, and its reason and position are used.
/// </summary>
internal static class PayloadError
{
    /// <summary>The error for malformed JSON.</summary>
    public static JsonException Malformed(ReadOnlySpan<byte> json, int maxDepth) =>
        At(json, maxDepth, int.MaxValue, _ => "The JSON is malformed.");

    /// <summary>The error for a value of another type.</summary>
    public static JsonException WrongType(ReadOnlySpan<byte> json, int maxDepth, int position, string expected) =>
        At(json, maxDepth, position, found => $"Expected {expected}, found {Describe(found)}.");

    /// <summary>The error for a value of the right type that the type does not allow.</summary>
    public static JsonException Invalid(ReadOnlySpan<byte> json, int maxDepth, int position, string reason) =>
        At(json, maxDepth, position, _ => reason);

    /// <summary>The error for an object without a required property.</summary>
    public static JsonException MissingProperty(
        ReadOnlySpan<byte> json,
        int maxDepth,
        int position,
        string owner,
        string property
    ) =>
        At(json, maxDepth, position, _ => $"The required property '{property}' of {owner} is missing.", "." + property);

    /// <summary>
    /// Adapts an error to a value inside a document that <see cref="JsonSerializer"/> reads. The serializer adds its own
    /// path to the value and the position, so the path inside the value goes into the message.
    /// </summary>
    public static JsonException Within(JsonException error)
    {
        var reason = error.Message[..error.Message.LastIndexOf($" Path: {error.Path} |", StringComparison.Ordinal)];
        return new JsonException($"{reason} Inside the value at {error.Path}.", error);
    }

    private static JsonException At(
        ReadOnlySpan<byte> json,
        int maxDepth,
        int position,
        Func<JsonTokenType, string> reason,
        string inside = ""
    )
    {
        var options = new JsonReaderOptions { MaxDepth = maxDepth };
        var reader = new Utf8JsonReader(json, options);
        try
        {
            while (reader.Read() && reader.TokenStartIndex < position)
            {
                // Go on to the value.
            }
        }
        catch (JsonException malformed)
        {
            return Error(
                WithoutPosition(malformed.Message),
                JsonPath.To(json, options, long.MaxValue),
                malformed.LineNumber ?? 0,
                malformed.BytePositionInLine ?? 0,
                malformed
            );
        }

        var before = json[..(int)reader.TokenStartIndex];
        return Error(
            reason(reader.TokenType),
            JsonPath.To(json, options, reader.TokenStartIndex) + inside,
            before.Count((byte)'\n'),
            before.Length - (before.LastIndexOf((byte)'\n') + 1)
        );
    }

    private static JsonException Error(string reason, string path, long line, long position, Exception? cause = null) =>
        new(
            $"{reason} Path: {path} | LineNumber: {line} | BytePositionInLine: {position}.",
            path,
            line,
            position,
            cause
        );

    // The reader ends its messages with its own "LineNumber: … | BytePositionInLine: …".
    private static string WithoutPosition(string message)
    {
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? message : message[..position];
    }

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
}
