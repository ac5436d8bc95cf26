namespace Pulse.References.Diagnostics;

/// <summary>A span in a file; lines and columns count from 0.</summary>
internal sealed record FilePosition(string Path, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The position of a span of a text, given by its offsets.</summary>
    public static FilePosition Of(string path, string text, int start, int end)
    {
        var (line, column) = LineAndColumn(text, start);
        var (endLine, endColumn) = LineAndColumn(text, end);
        return new FilePosition(path, line, column, endLine, endColumn);
    }

    private static (int Line, int Column) LineAndColumn(string text, int offset)
    {
        var line = 0;
        var lineStart = 0;
        for (var at = 0; at < offset && at < text.Length; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && !(at + 1 < text.Length && text[at + 1] == '\n')))
            {
                line++;
                lineStart = at + 1;
            }
        }

        return (line, offset - lineStart);
    }
}
