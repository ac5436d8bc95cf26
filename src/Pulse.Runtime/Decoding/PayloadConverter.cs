using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Decoding;

/// <summary>
/// Lets generated types work in any <see cref="JsonSerializer"/> call. Named by generated code
/// only; a binary contract.
/// </summary>
/// <typeparam name="T">The generated type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PayloadConverter<T> : JsonConverter<T>
    where T : IPayload<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var start = reader;
        try
        {
            return T.Read(ref reader);
        }
        catch (Exception cause) when (PayloadError.IsDecoding(cause))
        {
            throw PayloadError.Within(start, reader.TokenStartIndex, cause);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        value.WriteTo(writer);
    }
}
