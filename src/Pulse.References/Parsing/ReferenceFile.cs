using Pulse.References.Diagnostics;
using Pulse.References.Specs;

namespace Pulse.References.Parsing;

/// <summary>
/// A file that the project names, and what one pass over its tokens tells: who it is and what it
/// points to. No tree is kept; only the files that a class reaches are parsed.
/// </summary>
internal sealed class ReferenceFile : IEquatable<ReferenceFile>
{
    internal ReferenceFile(string path, string text)
    {
        Path = path;
        Text = text;
    }

    public string Path { get; }

    public string Text { get; }

    /// <summary>The service, if this is an exchange reference.</summary>
    public ServiceKey? Service { get; internal set; }

    /// <summary>The document's <c>$id</c> as a URI without fragment, if this is a schema.</summary>
    public string? SchemaId { get; internal set; }

    /// <summary>The schemas that the document points to, as URIs without fragments.</summary>
    public EquatableArray<string> PointsTo { get; internal set; }

    /// <summary>Set if the file is not JSON.</summary>
    public ReferenceDiagnostic? Error { get; internal set; }

    /// <summary>The rest follows from path and text.</summary>
    public bool Equals(ReferenceFile? other) => other is not null && Path == other.Path && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as ReferenceFile);

    public override int GetHashCode() => unchecked((Path.GetHashCode() * 31) + Text.Length);
}
