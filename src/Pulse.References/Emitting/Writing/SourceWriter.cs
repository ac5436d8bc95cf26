using System.Text;

namespace Pulse.References.Emitting.Writing;

/// <summary>Writes indented C#. Lines end in <c>\n</c> on every platform.</summary>
internal sealed class SourceWriter
{
    // Most files fit, so the buffer stays in one piece and is reused for the next file.
    private readonly StringBuilder _text = new(capacity: 16 * 1024);
    private int _depth;

    /// <summary>Writes lines, each at the current depth.</summary>
    public SourceWriter Lines(string lines)
    {
        for (var start = 0; start <= lines.Length; )
        {
            var end = lines.IndexOf('\n', start) is var found and >= 0 ? found : lines.Length;
            if (end > start)
                _text.Append(' ', _depth * 4).Append(lines, start, end - start);
            _text.Append('\n');
            start = end + 1;
        }

        return this;
    }

    public SourceWriter Blank() => Lines("");

    /// <summary>Writes a header and opens a block below it.</summary>
    public SourceWriter Open(string header) => Lines(header).Open();

    /// <summary>Opens a block.</summary>
    public SourceWriter Open()
    {
        Lines("{");
        _depth++;
        return this;
    }

    public SourceWriter Close(string end = "}")
    {
        _depth--;
        return Lines(end);
    }

    /// <summary>Returns the written text and begins the next file.</summary>
    public string Take()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }
}
