using System.ComponentModel;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// A payload, or a part of one, that reads and writes itself as JSON. Generated records and open enums implement it: it
/// is a binary contract between them and this library.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPayload<TSelf>
    where TSelf : IPayload<TSelf>
{
    /// <summary>
    /// Returns what the schema demands of the value beyond its type; see <see cref="PayloadConstraints"/>. It is a method, since
    /// a property would take 100 bytes more in each record.
    /// </summary>
    /// <returns>JSON in the words of JSON Schema.</returns>
    static virtual ReadOnlySpan<byte> GetConstraints() => "{}"u8;

    /// <summary>Checks the value against its schema. What an earlier version generated does not check anything.</summary>
    /// <exception cref="InvalidPayloadException">The value does not fit its schema; the exception lists every place.</exception>
    void Validate() { }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The reader, at the value's first byte; afterwards, it is past the last one.</param>
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
