using System.ComponentModel;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// A payload, or a part of one, that reads and writes itself as JSON. Implemented by generated
/// records and open enums; a binary contract between them and this library.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPayload<TSelf>
    where TSelf : IPayload<TSelf>
{
    /// <summary>Reads a value.</summary>
    /// <param name="reader">The reader: stands on the value's first byte, is left behind its last.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The value is malformed, incomplete or of another type.</exception>
    static abstract TSelf Read(ref PayloadReader reader);

    /// <summary>Writes the value.</summary>
    /// <param name="writer">The writer.</param>
    void WriteTo(Utf8JsonWriter writer);

    /// <summary>Writes the value.</summary>
    /// <param name="writer">The writer.</param>
    void WriteTo(PayloadWriter writer);
}
