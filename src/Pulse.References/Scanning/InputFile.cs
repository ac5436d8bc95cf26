using Pulse.References.Collections;
using Pulse.References.Diagnostics;
using Pulse.References.Json;

namespace Pulse.References.Scanning;

/// <summary>A file that the project names: the documents in it, or why it has none.</summary>
internal sealed record InputFile(string Path, EquatableArray<ReferenceDocument> Documents, InputDiagnostic? Error);

/// <summary>
/// A JSON document, and what one pass over its tokens tells: who it is and what it points to. No
/// tree is kept; only the documents that a class reaches are parsed.
/// </summary>
/// <param name="Path">The file that it is in.</param>
/// <param name="File">The file's whole text.</param>
/// <param name="Start">Where in the file the document begins; not 0 in a bundle of documents.</param>
/// <param name="Text">The document's own text.</param>
internal sealed record ReferenceDocument(string Path, string File, int Start, string Text)
{
    /// <summary>The service, if this is an exchange reference.</summary>
    public ServiceKey? Service { get; init; }

    /// <summary>Of an exchange reference, the key without which it is nobody's.</summary>
    public string? MissingKey { get; init; }

    /// <summary>The document's own URI, if this is a schema.</summary>
    public string? Uri { get; init; }

    /// <summary>What it is written in: its <c>$schema</c>.</summary>
    public string? Dialect { get; init; }

    /// <summary>Whether it says itself what its URI is.</summary>
    public bool HasId { get; init; }

    /// <summary>The keyword that gives a schema its URI; draft 4 has another.</summary>
    public string IdKeyword => Dialect is { } dialect && dialect.Contains("draft-04") ? "id" : "$id";

    /// <summary>The keys of its URI and of the schemas inside it that have an <c>$id</c> of their own.</summary>
    public EquatableArray<string> Keys { get; init; }

    /// <summary>The keys of the schemas that it points to.</summary>
    public EquatableArray<string> PointsTo { get; init; }

    /// <summary>Where a part of the document stands in its file.</summary>
    public FilePosition PositionOf(string pointer, bool ofName = false)
    {
        var (start, end) = JsonLocator.Find(Text, pointer, ofName);
        return TextPosition.Of(Path, File, Start + start, Start + end);
    }

    /// <summary>The rest follows from path, place and text.</summary>
    public bool Equals(ReferenceDocument? other) =>
        other is not null && Path == other.Path && Start == other.Start && Text == other.Text;

    public override int GetHashCode() => unchecked((Path.GetHashCode() * 31) + Text.Length);
}
