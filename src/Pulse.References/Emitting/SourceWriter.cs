using System.Text;

namespace Pulse.References.Emitting;

/// <summary>Writes indented C#. Lines end in <c>\n</c> wherever the compiler runs.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines, each at the current depth.</summary>
    public SourceWriter Lines(string lines)
    {
        foreach (var line in lines.Split('\n'))
        {
            if (line.Length > 0)
                _text.Append(' ', _depth * 4).Append(line);
            _text.Append('\n');
        }

        return this;
    }

    public SourceWriter Blank() => Lines("");

    /// <summary>Writes a header and opens a block below it.</summary>
    public SourceWriter Open(string header) => Lines(header).Open();

    /// <summary>Opens a block, whose locals are its own.</summary>
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

    public override string ToString() => _text.ToString();
}
