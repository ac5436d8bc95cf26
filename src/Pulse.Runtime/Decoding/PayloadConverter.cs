using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Decoding;

/// <summary>
/// Lets generated types work in any <see cref="JsonSerializer"/> call. Only generated code names it: it is a binary
/// contract.
/// </summary>
/// <typeparam name="T">The generated type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PayloadConverter<T> : JsonConverter<T>
    where T : IPayload<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var allows = reader.CurrentState.Options;
        using var value = JsonDocument.ParseValue(ref reader);
        try
        {
            return allows.AllowTrailingCommas || allows.CommentHandling != JsonCommentHandling.Disallow
                ? PayloadReader.Decode<T>(Plain(value), allows.MaxDepth)
                : PayloadReader.Decode<T>(RawJson.Of(value.RootElement), allows.MaxDepth);
        }
        catch (JsonException error)
        {
            throw PayloadError.Within(error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        value.WriteTo(writer);
    }

    /// <summary>Returns the value without the comments and trailing commas that the caller's options allow.</summary>
    private static ReadOnlySpan<byte> Plain(JsonDocument value)
    {
        var plain = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(plain))
            value.WriteTo(writer);
        return plain.WrittenSpan;
    }
}
