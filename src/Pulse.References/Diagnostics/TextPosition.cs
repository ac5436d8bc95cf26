namespace Pulse.References.Diagnostics;

/// <summary>Turns an offset in a text into line and column, counted from 0.</summary>
internal static class TextPosition
{
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
