namespace Pulse.References.Json;

/// <summary>
/// Reads the tokens of JSON (strictly RFC 8259) and their offsets. It builds no tree: a file that no class needs costs
/// one pass, and a diagnostic finds its position in another.
/// </summary>
internal sealed class JsonScanner(string text, int start = 0)
{
    /// <summary>The maximum nesting of objects and arrays. It keeps everything that works on trees, or on paths in them, within bounds.</summary>
    public const int MaxDepth = 1000;

    /// <summary>The maximum length of a number; no meaningful number is that long.</summary>
    public const int MaxNumberLength = 300;

    private enum Next
    {
        Value,
        FirstValueOrEnd,
        FirstNameOrEnd,
        Name,
        CommaOrEnd,
        Nothing,
    }

    private readonly List<bool> _containers = []; // true for an object
    private Next _next = Next.Value;
    private int _at = start == 0 && text.Length > 0 && text[0] == '\ufeff' ? 1 : start;
    private bool _hasEscapes;

    public JsonTokenKind Kind { get; private set; }

    /// <summary>The offset at which the token begins.</summary>
    public int Start { get; private set; }

    /// <summary>The offset at which the token ended; for a property, the end of its name.</summary>
    public int End { get; private set; }

    /// <summary>The number of open objects and arrays.</summary>
    public int Depth => _containers.Count;

    /// <summary>The value of a string or the name of a property.</summary>
    public string Text
    {
        get
        {
            var raw = text.Substring(Start + 1, End - Start - 2);
            return _hasEscapes ? JsonString.Unescape(raw) : raw;
        }
    }

    /// <summary>Whether <see cref="Text"/> equals a string; allocates nothing unless there are escapes.</summary>
    public bool TextEquals(string other) =>
        _hasEscapes
            ? Text == other
            : other.Length == End - Start - 2 && string.CompareOrdinal(text, Start + 1, other, 0, other.Length) == 0;

    /// <summary>Reads the next token; false at the end.</summary>
    /// <exception cref="JsonScanException">The text is not JSON.</exception>
    public bool Read()
    {
        SkipWhiteSpace();
        if (_next == Next.CommaOrEnd && Peek() == ',')
        {
            _at++;
            SkipWhiteSpace();
            _next = _containers[_containers.Count - 1] ? Next.Name : Next.Value;
        }

        Start = _at;
        if (_next == Next.Nothing)
        {
            if (_at < text.Length)
                throw Unexpected("the end");
            Kind = JsonTokenKind.None;
            return false;
        }

        if (_at == text.Length)
            throw new JsonScanException(_at, Kind == JsonTokenKind.None ? "it is empty" : "it ends unexpectedly");

        switch (_next)
        {
            case Next.CommaOrEnd:
                ReadEnd("',' or ");
                break;
            case Next.FirstValueOrEnd when Peek() == ']':
            case Next.FirstNameOrEnd when Peek() == '}':
                ReadEnd("");
                break;
            case Next.FirstNameOrEnd or Next.Name:
                ReadName();
                break;
            default:
                ReadValue();
                break;
        }

        if (Kind != JsonTokenKind.PropertyName)
            End = _at;
        return true;
    }

    /// <summary>Skips the next value, however deep.</summary>
    public void SkipValue()
    {
        Read();
        SkipRest();
    }

    /// <summary>Skips the rest of the object or array that the current token begins; does nothing for other tokens.</summary>
    public void SkipRest()
    {
        var depth = Depth;
        if (Kind is JsonTokenKind.StartObject or JsonTokenKind.StartArray)
        {
            while (Depth >= depth)
                Read();
        }
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private void SkipWhiteSpace()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private void ReadEnd(string orElse)
    {
        var isObject = _containers[_containers.Count - 1];
        if (Peek() != (isObject ? '}' : ']'))
            throw Unexpected($"{orElse}'{(isObject ? '}' : ']')}'");
        _at++;
        _containers.RemoveAt(_containers.Count - 1);
        Kind = isObject ? JsonTokenKind.EndObject : JsonTokenKind.EndArray;
        AfterValue();
    }

    private void ReadName()
    {
        if (Peek() != '"')
            throw Unexpected("a property's name in double quotes");
        ReadString();
        End = _at;
        SkipWhiteSpace();
        if (Peek() != ':')
            throw Unexpected("':' after a property's name");
        _at++;
        Kind = JsonTokenKind.PropertyName;
        _next = Next.Value;
    }

    private void ReadValue()
    {
        switch (Peek())
        {
            case '{':
                Open(isObject: true);
                return;
            case '[':
                Open(isObject: false);
                return;
            case '"':
                ReadString();
                Kind = JsonTokenKind.String;
                break;
            case '-' or (>= '0' and <= '9'):
                ReadNumber();
                Kind = JsonTokenKind.Number;
                break;
            case 't':
                ReadLiteral("true");
                break;
            case 'f':
                ReadLiteral("false");
                break;
            case 'n':
                ReadLiteral("null");
                break;
            default:
                throw Unexpected("a value");
        }

        AfterValue();
    }

    private void Open(bool isObject)
    {
        if (Depth == MaxDepth)
            throw new JsonScanException(_at, $"objects and arrays are nested more than {MaxDepth} deep");
        _at++;
        _containers.Add(isObject);
        Kind = isObject ? JsonTokenKind.StartObject : JsonTokenKind.StartArray;
        _next = isObject ? Next.FirstNameOrEnd : Next.FirstValueOrEnd;
    }

    private void AfterValue() => _next = _containers.Count == 0 ? Next.Nothing : Next.CommaOrEnd;

    private void ReadLiteral(string literal)
    {
        if (string.CompareOrdinal(text, _at, literal, 0, literal.Length) != 0)
            throw Unexpected("a value");
        _at += literal.Length;
        Kind = JsonTokenKind.Literal;
    }

    private void ReadString()
    {
        _hasEscapes = false;
        for (_at++; Peek() != '"'; _at++)
        {
            if (_at >= text.Length)
                throw new JsonScanException(_at, "it ends inside a string");
            if (text[_at] < ' ')
                throw new JsonScanException(
                    _at,
                    "a string contains a line break or control character; write it as an escape, such as \\n"
                );
            if (text[_at] == '\\')
                ReadEscape();
        }

        _at++;
    }

    private void ReadEscape()
    {
        _hasEscapes = true;
        _at++;
        if (Peek() == 'u')
        {
            for (var digit = 0; digit < 4; digit++)
            {
                _at++;
                if (!Uri.IsHexDigit(Peek()))
                    throw Unexpected("four hexadecimal digits after \\u");
            }
        }
        else if (Peek() is not ('"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't'))
        {
            throw Unexpected("a valid escape");
        }
    }

    private void ReadNumber()
    {
        var first = _at;
        if (Peek() == '-')
            _at++;
        if (Peek() == '0')
            _at++;
        else
            ReadDigits();
        if (Peek() is >= '0' and <= '9')
            throw new JsonScanException(_at, "a number has a leading zero");
        if (Peek() == '.')
        {
            _at++;
            ReadDigits();
        }

        if (Peek() is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-')
                _at++;
            ReadDigits();
        }

        if (_at - first > MaxNumberLength)
            throw new JsonScanException(first, $"a number has more than {MaxNumberLength} characters");
    }

    private void ReadDigits()
    {
        if (Peek() is not (>= '0' and <= '9'))
            throw Unexpected("a digit");
        while (Peek() is >= '0' and <= '9')
            _at++;
    }

    private JsonScanException Unexpected(string expected) =>
        new(
            _at,
            _at < text.Length ? $"expected {expected}, found '{text[_at]}'" : $"expected {expected}, found the end"
        );
}
