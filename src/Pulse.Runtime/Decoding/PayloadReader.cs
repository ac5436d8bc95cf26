using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// Reads one JSON document from front to back. It takes what <see cref="Utf8JsonReader"/> takes by default, and refuses
/// the rest, but it goes from value to value instead of from token to token, and is told beforehand what should come
/// next. Each <c>Read</c> method takes the value that the reader stands on; a value of another type is a
/// <see cref="JsonException"/>. Called by generated code only; a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct PayloadReader
{
    /// <summary>As deep as System.Text.Json goes by default.</summary>
    private const int DefaultMaxDepth = 64;

    private readonly ReadOnlySpan<byte> _json;
    private readonly int _maxDepth;

    /// <summary>The value's first byte; between values, the first byte behind the last one.</summary>
    private int _position;

    private int _depth;

    /// <summary>Where the name of the last property stands that was not the expected one.</summary>
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
    /// <exception cref="JsonException">Not JSON, or not of that type; with path and position.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> json)
        where T : IPayload<T> => Decode<T>(json, DefaultMaxDepth);

    /// <summary>Decodes a whole document in which objects and arrays may be nested as deep as that.</summary>
    internal static T Decode<T>(ReadOnlySpan<byte> json, int maxDepth)
        where T : IPayload<T>
    {
        var reader = new PayloadReader(json, maxDepth);
        var value = T.Read(ref reader);
        reader.End();
        return value;
    }

    /// <summary>Decodes a whole document with a reader of its root.</summary>
    /// <typeparam name="T">The root's type.</typeparam>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="read">Reads the root.</param>
    /// <returns>The root.</returns>
    /// <exception cref="JsonException">Not JSON, or not of that type; with path and position.</exception>
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
    /// <returns>The document's root; it owns its memory.</returns>
    /// <exception cref="JsonException">Not JSON; with path and position.</exception>
    public static JsonElement DecodeElement(ReadOnlySpan<byte> json) =>
        Decode(json, static (ref PayloadReader reader) => reader.ReadElement());

    /// <summary>What kind of value the reader stands on, by its first byte.</summary>
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

    /// <summary>The byte at the position; 0, which JSON never has, at the end.</summary>
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
    /// <returns>Whether there is anything in it; then the reader stands on that.</returns>
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

    /// <summary>Goes on behind a value in an object or array.</summary>
    /// <returns>Whether there is more; then the reader stands on that.</returns>
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

    /// <summary>Reads what stands between values if there is no white space before or behind it.</summary>
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

    /// <summary>The error of a value that is none of a union's cases.</summary>
    /// <param name="owner">The union's name.</param>
    /// <returns>The exception, to throw.</returns>
    public readonly JsonException NoCase(string owner) => Unexpected($"a case of {owner}");

    /// <summary>The error of an object that ended without a required property.</summary>
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
