using Newtonsoft.Json.Linq;
using Pulse.References.Json;
using Pulse.References.Scanning;

namespace Pulse.References.Schemas;

/// <summary>
/// A schema, and where it stands. Several that must hold at once (an <c>allOf</c>, or a property that
/// two of its branches describe) are one place too: the first of them, and <see cref="And"/> the others.
/// </summary>
/// <param name="Document">The document that it is in.</param>
/// <param name="Pointer">Its JSON pointer in that document.</param>
/// <param name="Token">What it says: an object or a boolean.</param>
/// <param name="BaseUri">What its <c>$ref</c>s are relative to.</param>
internal sealed record SchemaNode(SchemaDocument Document, string Pointer, JToken Token, string BaseUri)
{
    /// <summary>Other schemas that hold for the same value.</summary>
    public IReadOnlyList<SchemaNode> And { get; init; } = [];

    /// <summary>Whether <see cref="And"/> are alternatives, not conditions.</summary>
    public bool IsAlternatives { get; init; }

    /// <summary>Without its <c>oneOf</c> and <c>anyOf</c>: what all cases of a union have in common.</summary>
    public bool IsWithoutUnions { get; init; }

    /// <summary>How many unions this is a case of, one in another; one that leads back to itself has no end of them.</summary>
    public int UnionDepth => (IsWithoutUnions ? 1 : 0) + And.Sum(other => other.UnionDepth);

    private string? _key;

    /// <summary>Identifies the place.</summary>
    public string Key =>
        _key ??=
            $"{Document.Uri}#{Pointer}{(IsWithoutUnions ? " alone" : "")}{string.Concat(And.Select(other => (IsAlternatives ? " | " : " & ") + other.Key))}";

    // All but the key, which a copy is made to differ in.
    private SchemaNode(SchemaNode other)
    {
        (Document, Pointer, Token, BaseUri) = (other.Document, other.Pointer, other.Token, other.BaseUri);
        (And, IsAlternatives, IsWithoutUnions) = (other.And, other.IsAlternatives, other.IsWithoutUnions);
    }

    /// <summary>A schema below this one.</summary>
    public SchemaNode Child(params string[] segments)
    {
        var (token, pointer, baseUri) = (Token, Pointer, BaseUri);
        foreach (var segment in segments)
        {
            token = token is JArray items
                ? items[int.Parse(segment, System.Globalization.CultureInfo.InvariantCulture)]
                : token[segment]!;
            pointer += "/" + JsonLocator.Escape(segment);
        }

        return new SchemaNode(Document, pointer, token, SchemaDocuments.BaseWithin(Document, token, baseUri));
    }

    public static SchemaNode Combine(IReadOnlyList<SchemaNode> places)
    {
        var different = places.GroupBy(place => place.Key).Select(same => same.First()).ToList();
        return different.Count == 1
            ? different[0]
            : different[0] with
            {
                And = [.. different[0].And, .. different.Skip(1)],
            };
    }

    public bool Equals(SchemaNode? other) => other is not null && Key == other.Key;

    public override int GetHashCode() => Key.GetHashCode();
}
