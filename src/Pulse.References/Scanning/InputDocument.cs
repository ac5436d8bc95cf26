using Pulse.References.Collections;
using Pulse.References.Diagnostics;

namespace Pulse.References.Scanning;

/// <summary>
/// A JSON document of an input file, as one of the things that it can be: an exchange reference or a schema. A document
/// that is both is listed once as each. No tree is kept; only the documents that a class needs are parsed.
/// </summary>
internal abstract record InputDocument(DocumentSource Source)
{
    public string Path => Source.Path;

    public string Text => Source.Text;

    /// <inheritdoc cref="DocumentSource.PositionOf"/>
    public FilePosition PositionOf(string pointer, bool ofName = false) => Source.PositionOf(pointer, ofName);

    /// <summary>Compares type and source; everything else follows from the source.</summary>
    public virtual bool Equals(InputDocument? other) =>
        other is not null && EqualityContract == other.EqualityContract && Source == other.Source;

    public override int GetHashCode() => Source.GetHashCode();
}

/// <summary>An exchange reference.</summary>
/// <param name="Source">Its text.</param>
/// <param name="Service">The service that it describes.</param>
/// <param name="PointsTo">The keys of the schemas of its entries; see <see cref="SchemaUri.Key"/>.</param>
internal sealed record ReferenceDocument(DocumentSource Source, ServiceKey Service, EquatableArray<string> PointsTo)
    : InputDocument(Source)
{
    public bool Equals(ReferenceDocument? other) => base.Equals(other);

    public override int GetHashCode() => base.GetHashCode();
}

/// <summary>An exchange reference without its service or its entries, so that no class can ask for it.</summary>
/// <param name="Source">Its text.</param>
/// <param name="MissingKey">The key that is missing or malformed.</param>
internal sealed record IncompleteReference(DocumentSource Source, string MissingKey) : InputDocument(Source);

/// <summary>A schema.</summary>
/// <param name="Source">Its text.</param>
/// <param name="Uri">Its URI, without a fragment.</param>
/// <param name="HasId">Whether the schema itself gives its URI; otherwise the URI follows from the path.</param>
/// <param name="Dialect">Its <c>$schema</c>.</param>
internal sealed record SchemaDocument(DocumentSource Source, string Uri, bool HasId, string? Dialect)
    : InputDocument(Source)
{
    /// <summary>The keys of its URI and of the schemas inside it that have an <c>$id</c> of their own.</summary>
    public EquatableArray<string> Keys { get; init; }

    /// <summary>The keys of the schemas that it points to.</summary>
    public EquatableArray<string> PointsTo { get; init; }

    /// <summary>The keyword that gives a schema its URI; draft 4 has another one.</summary>
    public string IdKeyword => IsDraftFour(Dialect) ? "id" : "$id";

    /// <summary>Whether keywords beside a <c>$ref</c> count: from 2019-09 on. Up to draft 7 the <c>$ref</c> hides them.</summary>
    public bool MergesSiblings =>
        Dialect is { } dialect && (dialect.Contains("2019-09") || dialect.Contains("2020-12"));

    /// <summary>Whether <c>$schema</c> says that the document is of draft 7 or earlier.</summary>
    public bool IsOld => Dialect?.Contains("/draft-0") == true;

    public static bool IsDraftFour(string? dialect) => dialect?.Contains("draft-04") == true;

    public bool Equals(SchemaDocument? other) => base.Equals(other);

    public override int GetHashCode() => base.GetHashCode();
}
