using System.Text.Json;
using System.Text.Unicode;

namespace Pulse.Decoding;

/// <summary>Reads free-form JSON, and skips values.</summary>
public ref partial struct PayloadReader
{
    /// <summary>Reads any value.</summary>
    /// <returns>The value, which owns its memory.</returns>
    /// <exception cref="JsonException">The value is not JSON, or contains a string that is not valid UTF-8.</exception>
    public JsonElement ReadElement()
    {
        var start = _position;
        var depth = _depth;
        Skip();
        var json = _json[start.._position];
        // System.Text.Json looks at strings only when they are asked for, and throws then.
        return Utf8.IsValid(json) ? Parse(json, _maxDepth - depth) : throw InvalidAt(start, NoUtf8);
    }

    /// <summary>Reads an object of any shape.</summary>
    /// <returns>The object, which owns its memory.</returns>
    /// <exception cref="JsonException">The value is not an object.</exception>
    public JsonElement ReadObject() => Current == '{' ? ReadElement() : throw Unexpected("an object");

    /// <summary>Reads an array of any content.</summary>
    /// <returns>The array, which owns its memory.</returns>
    /// <exception cref="JsonException">The value is not an array.</exception>
    public JsonElement ReadArray() => Current == '[' ? ReadElement() : throw Unexpected("an array");

    private const string NoUtf8 = "The value contains a string that is not valid UTF-8.";
    private const int BitsOfLevels = 64;

    /// <summary>Skips a value of any shape. It must be valid JSON.</summary>
    public void Skip()
    {
        var outside = _depth;
        var arrays = 0UL; // A bit for each level inside the value, set if that level is an array.
        while (true)
        {
            var isArray = Current == '[';
            if ((isArray || Current == '{') && _depth - outside == BitsOfLevels)
            {
                Skip();
            }
            else if (isArray || Current == '{')
            {
                var level = 1UL << (_depth - outside);
                if (isArray ? Enter((byte)'[', (byte)']', "an array") : Enter((byte)'{', (byte)'}', "an object"))
                {
                    arrays = isArray ? arrays | level : arrays & ~level;
                    if (!isArray)
                        SkipName();
                    continue;
                }
            }
            else
            {
                SkipScalar();
            }

            while (true)
            {
                if (_depth == outside)
                    return;
                isArray = (arrays & (1UL << (_depth - outside - 1))) != 0;
                if (!MoveNext(isArray ? (byte)']' : (byte)'}'))
                    continue;
                if (!isArray)
                    SkipName();
                break;
            }
        }
    }

    private void SkipName()
    {
        if (Current != '"')
            throw Malformed();
        SkipString();
        ReadColon();
    }

    private void SkipString()
    {
        var end = StringToken.End(_json, _position + 1, out _);
        if (end < 0)
            throw Malformed();
        _position = end + 1;
    }

    private void SkipScalar()
    {
        switch (Current)
        {
            case (byte)'"':
                SkipString();
                return;
            case (byte)'t' when TryReadLiteral("true"u8):
            case (byte)'f' when TryReadLiteral("false"u8):
            case (byte)'n' when TryReadLiteral("null"u8):
                return;
            default:
                var end = NumberToken.End(_json, _position);
                if (end < 0)
                    throw Malformed();
                _position = end;
                return;
        }
    }

    private static JsonElement Parse(ReadOnlySpan<byte> json, int maxDepth)
    {
        // 0 would mean the default. A value at that depth has no more levels.
#if NET10_0_OR_GREATER
        return JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = Math.Max(maxDepth, 1) });
#else
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Math.Max(maxDepth, 1) });
        return JsonElement.ParseValue(ref reader);
#endif
    }
}
