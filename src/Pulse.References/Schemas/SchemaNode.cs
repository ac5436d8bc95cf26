using System.Globalization;
using Newtonsoft.Json.Linq;
using Pulse.References.Json;
using Pulse.References.Scanning;

namespace Pulse.References.Schemas;

/// <summary>
/// A schema and its location. Several schemas for one value are one node too: the first of them, with the
/// <see cref="Others"/>. They apply together (an <c>allOf</c>, or a property that two of its branches describe) or as alternatives.
/// </summary>
/// <param name="Document">The document that the schema is in.</param>
/// <param name="Pointer">Its JSON pointer in that document.</param>
/// <param name="Token">Its JSON: an object or a Boolean.</param>
/// <param name="BaseUri">The URI that its <c>$ref</c>s are relative to.</param>
internal sealed record SchemaNode(SchemaDocument Document, string Pointer, JToken Token, string BaseUri)
{
    /// <summary>The other schemas of the same value.</summary>
    public IReadOnlyList<SchemaNode> Others { get; init; } = [];

    /// <summary>Whether one of the schemas applies, rather than all.</summary>
    public bool IsAlternatives { get; init; }

    /// <summary>Whether its <c>oneOf</c> and <c>anyOf</c> are left out; the rest is common to all cases of a union.</summary>
    public bool IsWithoutUnions { get; init; }

    /// <summary>
    /// Whether the schema applies only at times (<c>then</c>, <c>dependentSchemas</c>, a branch that nothing tells from the
    /// others). It names properties, but says nothing about the type of a value.
    /// </summary>
    public bool IsConditional { get; init; }

    /// <summary>The type of a message whose schema describes an object or an array, but has no <c>type</c>.</summary>
    public string? ImpliedType { get; init; }

    /// <summary>The <c>x-csharp-type</c> beside the <c>$ref</c> that led here: a type of its own, under that name.</summary>
    public string? NamedAs { get; init; }

    /// <summary>The number of unions around this case; it grows without end for a union that holds itself.</summary>
    public int UnionDepth => (IsWithoutUnions ? 1 : 0) + Others.Sum(other => other.UnionDepth);

    /// <summary>The JSON of the whole document.</summary>
    public JToken Root { get; init; } = Token;

    private string? _key;

    /// <summary>Identifies the node.</summary>
    public string Key =>
        _key ??=
            $"{Document.Uri}#{Pointer}{(IsWithoutUnions ? " alone" : "")}{(ImpliedType is null ? "" : " of type " + ImpliedType)}{(IsConditional ? " at times" : "")}{(NamedAs is null ? "" : " as " + NamedAs)}{string.Concat(Others.Select(other => (IsAlternatives ? " | " : " & ") + other.Key))}";

    // Copies everything except the key, since a copy is made to differ in it.
    private SchemaNode(SchemaNode other)
    {
        (Document, Pointer, Token, BaseUri) = (other.Document, other.Pointer, other.Token, other.BaseUri);
        (Others, IsAlternatives, IsWithoutUnions) = (other.Others, other.IsAlternatives, other.IsWithoutUnions);
        (ImpliedType, IsConditional, NamedAs, Root) = (
            other.ImpliedType,
            other.IsConditional,
            other.NamedAs,
            other.Root
        );
    }

    /// <summary>A schema below this one.</summary>
    public SchemaNode Child(params string[] segments)
    {
        var (token, pointer, baseUri) = (Token, Pointer, BaseUri);
        foreach (var segment in segments)
        {
            token = token is JArray items ? items[int.Parse(segment, CultureInfo.InvariantCulture)] : token[segment]!;
            pointer += "/" + JsonLocator.Escape(segment);
        }

        return new SchemaNode(Document, pointer, token, SchemaDocuments.BaseWithin(Document, token, baseUri))
        {
            Root = Root,
            IsConditional = IsConditional,
        };
    }

    /// <summary>One node for schemas that all apply.</summary>
    public static SchemaNode AllOf(IReadOnlyList<SchemaNode> nodes)
    {
        var different = nodes.GroupBy(node => node.Key).Select(same => same.First()).ToList();
        return different.Count == 1
            ? different[0]
            : different[0] with
            {
                Others = [.. different[0].Others, .. different.Skip(1)],
            };
    }

    /// <summary>One node for schemas of which one applies.</summary>
    public static SchemaNode AnyOf(IReadOnlyList<SchemaNode> nodes) =>
        nodes.Count == 1 ? nodes[0] : nodes[0] with { Others = [.. nodes.Skip(1)], IsAlternatives = true };

    public bool Equals(SchemaNode? other) => other is not null && Key == other.Key;

    public override int GetHashCode() => Key.GetHashCode();
}
