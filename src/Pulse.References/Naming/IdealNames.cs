using Newtonsoft.Json.Linq;
using Pulse.References.Json;
using Pulse.References.Schemas;
using Pulse.References.Schemas.Flattening;

namespace Pulse.References.Naming;

/// <summary>
/// The names that schemas would have if there were no others. A name follows from the location of its schema and from the
/// documents at that location, never from other schemas or from the order of files: so it stays when something unrelated is
/// added.
/// </summary>
/// <param name="schemas">The flat schemas.</param>
/// <param name="labels">The labels that tell the cases of unions apart.</param>
internal sealed class IdealNames(IReadOnlyList<FlatSchema> schemas, UnionLabels labels)
{
    private readonly Lazy<Dictionary<string, FlatSchema>> _byKey = new(() =>
        schemas.ToDictionary(flat => flat.Node.Key)
    );

    // By document. Schemas far down have most of their path in common.
    private readonly Dictionary<string, IdealName> _documents = [];

    /// <summary>The name of the type of a flat schema.</summary>
    public string Of(FlatSchema flat) => Wanted(flat) ?? Identifier.Short(NameOf(flat));

    /// <summary>The name of the type of the schema at a location.</summary>
    public string Of(SchemaNode place) => Identifier.Short(At(place).Name);

    /// <summary>The name that the author asks for; null if there is none.</summary>
    public static string? Wanted(FlatSchema flat) =>
        NamedPart(flat) is { } part ? Identifier.Short(Identifier.Pascal(part.NamedAs ?? WantedBy(part.Token)!)) : null;

    /// <summary>
    /// The schema itself, or the part of a combination, whose author asks for a name; null if there is none. A combination
    /// takes the name of a part only if that is its own: a type elsewhere may have the names of the others.
    /// </summary>
    public static SchemaNode? NamedPart(FlatSchema flat)
    {
        var node = flat.Node;
        IEnumerable<SchemaNode> parts = node.Others.Prepend(node with { Others = [] });
        if (node.Others.Count > 0)
            parts =
                flat.Owner is { } owner ? parts.Where(part => IsIn(part, ParentOf(owner)))
                : CommonOf(node) is { } common ? parts.Where(part => !part.IsWithoutUnions && IsIn(part, common))
                : [];
        return parts.FirstOrDefault(part => (part.NamedAs ?? WantedBy(part.Token)) is not null);
    }

    private static SchemaNode ParentOf(SchemaNode place)
    {
        var segments = place.Pointer.Split('/');
        var isProperty = segments.Length > 2 && segments[segments.Length - 2] == "properties";
        return place with { Pointer = string.Join("/", segments.Take(segments.Length - (isProperty ? 2 : 1))) };
    }

    /// <summary>What the cases of a union have in common, for one of them: the union without its cases.</summary>
    private static SchemaNode? CommonOf(SchemaNode node) => node.Others.FirstOrDefault(part => part.IsWithoutUnions);

    private static bool IsIn(SchemaNode part, SchemaNode whole) =>
        whole.Others.Count == 0
        && part.Document.Uri == whole.Document.Uri
        && part.Pointer.StartsWith(whole.Pointer + "/", StringComparison.Ordinal);

    private static string? WantedBy(JToken token) =>
        token is JObject schema && Keywords.TypeNameIn(schema) is { } name and not FlatSchema.Text ? name : null;

    private string NameOf(FlatSchema flat)
    {
        var node = flat.Node;
        var parts = node.Others.Prepend(node).Where(part => !part.IsConditional).ToList();
        if (parts.Count == 1)
            return At(node).Name;
        if (flat.Owner is { } owner)
            return At(owner).Name;
        if (CommonOf(node) is not { } common)
            return string.Join("And", parts.Select(part => At(part).Name).Distinct());

        // A case of a union, and what all cases have in common. If the union was taken over from elsewhere, the case is
        // still named after the schema that has taken it over.
        var union = common with
        {
            IsWithoutUnions = false,
        };
        if (IsIn(node, union))
            return At(node).Name;
        var whole = _byKey.Value.TryGetValue(union.Key, out var found) ? NameOf(found) : At(union).Name;
        return whole + Label(node.Key);
    }

    private IdealName At(SchemaNode node)
    {
        var uri = node.Document.Uri;
        JToken? token = node.Root;
        if (!_documents.TryGetValue(uri, out var ideal))
            _documents.Add(
                uri,
                ideal = new(
                    uri + "#",
                    WantedBy(node.Root) is { } wanted ? Identifier.Pascal(wanted) : Identifier.OfFile(uri)
                )
            );
        var segments = node.Pointer.Split('/').Skip(1).Select(JsonLocator.Unescape).ToList();
        for (var i = 0; i < segments.Count; )
        {
            var isPair = i + 1 < segments.Count && IsPair(segments[i], segments[i + 1]);
            token = Step(token, segments[i]);
            if (isPair)
                token = Step(token, segments[i + 1]);
            ideal = Below(ideal, segments[i], isPair ? segments[i + 1] : null, token);
            i += isPair ? 2 : 1;
        }

        return ideal;
    }

    private IdealName Below(IdealName owner, string keyword, string? key, JToken? token)
    {
        if (owner.Below.TryGetValue((keyword, key), out var ideal))
            return ideal;
        var location =
            $"{owner.Location}/{JsonLocator.Escape(keyword)}{(key is null ? "" : "/" + JsonLocator.Escape(key))}";
        var wanted = token is null ? null : WantedBy(token);
        ideal = new(location, wanted is null ? Within(owner.Name, keyword, key, location) : Identifier.Pascal(wanted));
        owner.Below.Add((keyword, key), ideal);
        return ideal;
    }

    private string Within(string owner, string keyword, string? key, string location) =>
        keyword switch
        {
            "properties" or "definitions" or "$defs" when key is not null => owner + Identifier.Pascal(key),
            "items" or "prefixItems" or "additionalProperties" or "additionalItems" or "patternProperties" =>
                Identifier.Singular(owner),
            "allOf" => owner,
            "oneOf" or "anyOf" => owner + Label(location),
            _ => owner + Identifier.Pascal(key ?? keyword),
        };

    private string Label(string key) => labels.Of(key) is { } label ? Identifier.Pascal(label) : "Option";

    private static JToken? Step(JToken? token, string segment) =>
        token switch
        {
            JObject owner => owner[segment],
            JArray items when int.TryParse(segment, out var index) && index >= 0 && index < items.Count => items[index],
            _ => null,
        };

    private static bool IsPair(string keyword, string next) =>
        keyword is "properties" or "definitions" or "$defs" or "patternProperties"
        || (keyword is "items" or "prefixItems" or "allOf" or "oneOf" or "anyOf" && next.All(char.IsDigit));

    /// <summary>The name at a location, and those below it.</summary>
    private sealed record IdealName(string Location, string Name)
    {
        public Dictionary<(string Keyword, string? Key), IdealName> Below { get; } = [];
    }
}
