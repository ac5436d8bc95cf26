using Pulse.References.Diagnostics;
using Pulse.References.Json;

namespace Pulse.References.Scanning;

/// <summary>The text of one JSON document, and its place in a file.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="File">The text of the whole file.</param>
/// <param name="Start">The offset at which the document begins; not 0 in a bundle of documents.</param>
/// <param name="Text">The text of the document.</param>
internal sealed record DocumentSource(string Path, string File, int Start, string Text)
{
    /// <summary>The position of a part of the document in its file.</summary>
    public FilePosition PositionOf(string pointer, bool ofName = false)
    {
        var (start, end) = JsonLocator.Find(Text, pointer, ofName);
        return FilePosition.Of(Path, File, Start + start, Start + end);
    }

    /// <summary>Compares path, offset and text; the rest of the file does not matter.</summary>
    public bool Equals(DocumentSource? other) =>
        other is not null && Path == other.Path && Start == other.Start && Text == other.Text;

    public override int GetHashCode() => unchecked((Path.GetHashCode() * 31) + Text.Length);
}
