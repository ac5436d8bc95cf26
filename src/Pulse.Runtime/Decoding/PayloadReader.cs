using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// Reads one JSON document from front to back. It accepts what <see cref="Utf8JsonReader"/> accepts by default, and
/// refuses the rest. But it moves from value to value instead of from token to token, and it knows what to expect next.
/// Each <c>Read</c> method reads the value at the reader's position; for a value of another type it throws a
/// <see cref="JsonException"/>. Only generated code calls it: it is a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct PayloadReader
{
    /// <summary>System.Text.Json's default.</summary>
    private const int DefaultMaxDepth = 64;

    private readonly ReadOnlySpan<byte> _json;
    private readonly int _maxDepth;

    /// <summary>The value's first byte; between values, the first byte after the last one.</summary>
    private int _position;

    private int _depth;

    /// <summary>The position of the last property name that was not the expected one.</summary>
    private int _name;

    private PayloadReader(ReadOnlySpan<byte> json, int maxDepth = DefaultMaxDepth)
    {
        _json = json;
        _maxDepth = maxDepth;
        SkipWhiteSpace();
    }

    /// <summary>Decodes a whole document.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="json">UTF-8 JSON.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="JsonException">The bytes are not JSON, or do not fit the type. The exception has path and position.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> json)
        where T : IPayload<T> => Decode<T>(json, DefaultMaxDepth);

    /// <summary>Decodes a whole document with a limit on nesting.</summary>
    internal static T Decode<T>(ReadOnlySpan<byte> json, int maxDepth)
        where T : IPayload<T>
    {
        var reader = new PayloadReader(json, maxDepth);
        var value = T.Read(ref reader);
        reader.End();
        return value;
    }

    /// <summary>Decodes a whole document with a function that reads its root.</summary>
    /// <typeparam name="T">The root's type.</typeparam>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="read">Reads the root.</param>
    /// <returns>The root.</returns>
    /// <exception cref="JsonException">The bytes are not JSON, or do not fit the type. The exception has path and position.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> json, ReadValue<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var reader = new PayloadReader(json);
        var value = read(ref reader);
        reader.End();
        return value;
    }

    /// <summary>Decodes a whole document of any shape.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <returns>The document's root, which owns its memory.</returns>
    /// <exception cref="JsonException">The bytes are not JSON. The exception has path and position.</exception>
    public static JsonElement DecodeElement(ReadOnlySpan<byte> json) =>
        Decode(json, static (ref PayloadReader reader) => reader.ReadElement());

    /// <summary>The kind of the value at the reader's position, by its first byte.</summary>
    public readonly JsonValueKind Kind =>
        Current switch
        {
            (byte)'{' => JsonValueKind.Object,
            (byte)'[' => JsonValueKind.Array,
            (byte)'"' => JsonValueKind.String,
            (byte)'t' => JsonValueKind.True,
            (byte)'f' => JsonValueKind.False,
            (byte)'n' => JsonValueKind.Null,
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => JsonValueKind.Number,
            _ => JsonValueKind.Undefined,
        };

    /// <summary>The byte at the position; at the end 0, which JSON never contains.</summary>
    private readonly byte Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)_position < (uint)_json.Length ? _json[_position] : (byte)0;
    }

    private readonly ReadOnlySpan<byte> Rest => _json[_position..];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipWhiteSpace()
    {
        if (Current <= ' ')
            SkipAllWhiteSpace();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SkipAllWhiteSpace()
    {
        while (Current is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _position++;
    }

    /// <summary>Enters an object or array.</summary>
    /// <returns>Whether it has content; if so, the reader is at the first name or item.</returns>
    private bool Enter(byte open, byte close, string expected)
    {
        if (Current != open || ++_depth > _maxDepth)
            throw Unexpected(expected);
        _position++;
        SkipWhiteSpace();
        if (Current != close)
            return true;
        _position++;
        _depth--;
        return false;
    }

    /// <summary>Moves on after a value in an object or array.</summary>
    /// <returns>Whether there is more; if so, the reader is at the next name or item.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MoveNext(byte close) => TryReadCompact((byte)',') || MoveNextOrEnd(close);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool MoveNextOrEnd(byte close)
    {
        SkipWhiteSpace();
        var separator = Current;
        if (separator != ',' && separator != close)
            throw Malformed();
        _position++;
        if (separator == close)
        {
            _depth--;
            return false;
        }

        SkipWhiteSpace();
        return true;
    }

    /// <summary>Reads a separator if there is no white space before or after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadCompact(byte separator)
    {
        var json = _json;
        var next = _position + 1;
        if ((uint)next >= (uint)json.Length || json[next - 1] != separator || json[next] <= ' ')
            return false;
        _position = next;
        return true;
    }

    private void End()
    {
        SkipWhiteSpace();
        if (_position != _json.Length)
            throw Malformed();
    }

    /// <summary>Creates the error for a value that is not a case of a union.</summary>
    /// <param name="owner">The union's name.</param>
    /// <returns>The exception, to throw.</returns>
    public readonly JsonException NoCase(string owner) => Unexpected($"a case of {owner}");

    /// <summary>Creates the error for an object without a required property.</summary>
    /// <param name="owner">The record's name.</param>
    /// <param name="property">The property's name in JSON.</param>
    /// <returns>The exception, to throw.</returns>
    public readonly JsonException Missing(string owner, string property) =>
        PayloadError.MissingProperty(_json, _maxDepth, _position - 1, owner, property);

    private readonly JsonException Malformed() => PayloadError.Malformed(_json, _maxDepth);

    private readonly JsonException Unexpected(string expected) =>
        PayloadError.WrongType(_json, _maxDepth, _position, expected);

    private readonly JsonException Invalid(string reason) => PayloadError.Invalid(_json, _maxDepth, _position, reason);
}
