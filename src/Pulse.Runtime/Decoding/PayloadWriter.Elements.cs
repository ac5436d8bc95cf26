using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>Free-form JSON, which only <see cref="Utf8JsonWriter"/> can write: it writes it into the same buffer.</summary>
public sealed partial class PayloadWriter : IBufferWriter<byte>
{
    private Utf8JsonWriter? _elements;

    void IBufferWriter<byte>.Advance(int count) => _length += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        _ = Free(Math.Max(sizeHint, 256));
        return _buffer.AsMemory(_length);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => Free(Math.Max(sizeHint, 256));

    /// <summary>Writes free-form JSON.</summary>
    /// <param name="value">Any value.</param>
    public void WriteElement(JsonElement value)
    {
        _elements ??= new Utf8JsonWriter(this, new JsonWriterOptions { Encoder = _encoder });
        _elements.Reset(this);
        value.WriteTo(_elements);
        _elements.Flush();
    }

    private void UseEncoder(JavaScriptEncoder? encoder)
    {
        encoder ??= JavaScriptEncoder.Default;
        if (ReferenceEquals(encoder, _encoder))
            return;
        _encoder = encoder;
        _elements = null;
        _escapesMore =
            !ReferenceEquals(encoder, JavaScriptEncoder.Default)
            && !ReferenceEquals(encoder, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    }
}
