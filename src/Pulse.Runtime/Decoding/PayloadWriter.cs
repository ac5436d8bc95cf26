using System.ComponentModel;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// Writes a payload as compact JSON into a buffer that its thread reuses, and passes it to a
/// <see cref="Utf8JsonWriter"/> as one value. Writing value by value would repeat checks whose result is known.
/// Only generated code calls it: it is a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class PayloadWriter
{
    // Nearly all messages are smaller. A larger buffer is used for one message only.
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static PayloadWriter? s_idle;

    private byte[] _buffer = new byte[4 * 1024];
    private int _length;

    private PayloadWriter() { }

    /// <summary>Writes a payload, with the writer's encoder and layout.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="writer">The writer.</param>
    /// <param name="payload">The payload.</param>
    public static void Write<T>(Utf8JsonWriter writer, T payload)
        where T : IPayload<T>
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(payload);
        var options = writer.Options;
        var output = s_idle ?? new PayloadWriter();
        s_idle = null;
        try
        {
            output.UseEncoder(options.Encoder);
            payload.WriteTo(output);
            output.Pass(writer, options.Indented);
        }
        finally
        {
            output.Return();
        }
    }

    /// <summary>Starts an object.</summary>
    public void StartObject() => WriteByte((byte)'{');

    /// <summary>Ends an object.</summary>
    public void EndObject() => WriteByte((byte)'}');

    /// <summary>Starts an array.</summary>
    public void StartArray() => WriteByte((byte)'[');

    /// <summary>Ends an array.</summary>
    public void EndArray() => WriteByte((byte)']');

    /// <summary>Moves to an array's next item.</summary>
    public void NextItem()
    {
        if (_buffer[_length - 1] != '[')
            WriteByte((byte)',');
    }

    /// <summary>Moves to an object's next property.</summary>
    /// <param name="names">The record's names.</param>
    /// <param name="property">The index of the name.</param>
    public void WriteName(PropertyNames names, int property)
    {
        ArgumentNullException.ThrowIfNull(names);
        var name = names[property];
        if (!name.IsPlain || _escapesMore)
        {
            WriteName(name.Name);
            return;
        }

        // The name starts with a comma. An object's first name overwrites the brace, and a brace overwrites its comma.
        var isFirst = _buffer[_length - 1] == '{';
        if (isFirst)
            _length--;
        var free = Free(Window.Length);
        name.CopyTo(free);
        if (isFirst)
            free[0] = (byte)'{';
        _length += name.Length;
    }

    /// <summary>Moves to an object's next property.</summary>
    /// <param name="name">Its name.</param>
    public void WriteName(string name)
    {
        if (_buffer[_length - 1] != '{')
            WriteByte((byte)',');
        WriteString(name);
        WriteByte((byte)':');
    }

    private void Pass(Utf8JsonWriter writer, bool isIndented)
    {
        var json = _buffer.AsMemory(0, _length);
        if (!isIndented)
        {
            writer.WriteRawValue(json.Span, skipInputValidation: true);
            return;
        }

        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        document.WriteTo(writer);
    }

    private void WriteByte(byte value)
    {
        if (_length == _buffer.Length)
            Grow(1);
        _buffer[_length++] = value;
    }

    /// <summary>Returns room for more bytes.</summary>
    private Span<byte> Free(int count)
    {
        if (_buffer.Length - _length < count)
            Grow(count);
        return _buffer.AsSpan(_length);
    }

    private void Grow(int count) =>
        Array.Resize(ref _buffer, (int)Math.Min(Math.Max(_buffer.Length * 2L, _length + (long)count), Array.MaxLength));
}
