using System.Text;
using System.Text.RegularExpressions;

namespace Pulse.References.Emitting.Writing;

/// <summary>
/// Turns the Markdown of a reference into XML documentation: the first paragraph is the summary,
/// the others are remarks, and code remains code.
/// </summary>
internal static class Documentation
{
    private static readonly Regex ParagraphBreak = new(@"\n\s*\n", RegexOptions.None, TimeSpan.FromSeconds(1));

    public static SourceWriter Document(
        this SourceWriter writer,
        string markdown,
        string fallback,
        params string[] remarks
    ) => Document(writer, markdown, fallback, [], remarks);

    /// <summary>As above, with asides: paragraphs at the end of the summary, which editors show first.</summary>
    public static SourceWriter Document(
        this SourceWriter writer,
        string markdown,
        string fallback,
        IReadOnlyList<string> asides,
        params string[] remarks
    )
    {
        var paragraphs = ParagraphBreak
            .Split(markdown.Replace("\r", "").Trim())
            .Where(paragraph => paragraph.Trim().Length > 0)
            .Select(Inline)
            .ToList();
        if (paragraphs.Count == 0)
            paragraphs.Add(Inline(fallback));

        var summary = paragraphs[0] + string.Concat(asides.Select(aside => $"<para>{aside}</para>"));
        writer.Lines($"/// <summary>{summary}</summary>");
        var rest = paragraphs.Skip(1).Concat(remarks).ToList();
        if (rest.Count == 0)
            return writer;
        writer.Lines("/// <remarks>");
        foreach (var remark in rest)
            writer.Lines($"/// <para>{remark}</para>");
        return writer.Lines("/// </remarks>");
    }

    /// <summary>One line of XML: white space folded, markup escaped, <c>`code`</c> marked up.</summary>
    public static string Inline(string markdown)
    {
        var parts = string.Join(" ", markdown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Split('`');
        var xml = new StringBuilder();
        for (var i = 0; i < parts.Length; i++)
        {
            // Every second part is between backticks, except a last one without a closing backtick.
            var isCode = i % 2 == 1 && i < parts.Length - 1;
            xml.Append(
                    isCode ? "<c>"
                    : i % 2 == 1 ? "`"
                    : ""
                )
                .Append(Escape(parts[i]))
                .Append(isCode ? "</c>" : "");
        }

        return xml.ToString();
    }

    public static string Escape(string text)
    {
        var xml = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                xml.Append(text, i++, 2);
                continue;
            }

            var markup = text[i] switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                (>= '\ud800' and <= '\udfff') or < ' ' or '\u0085' or '\u2028' or '\u2029' or '\ufffe' or '\uffff' =>
                    " ", // not valid in XML, or the end of the comment
                _ => null,
            };
            if (markup is null)
                xml.Append(text[i]);
            else
                xml.Append(markup);
        }

        return xml.ToString();
    }
}
