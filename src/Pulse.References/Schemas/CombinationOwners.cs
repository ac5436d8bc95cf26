using Pulse.References.Json;

namespace Pulse.References.Schemas;

/// <summary>Finds the places that combinations of schemas belong to, from the documents alone.</summary>
internal sealed class CombinationOwners(SchemaDocuments documents, SchemaMerger merger)
{
    /// <summary>
    /// The place that a combination of schemas belongs to: a property (items, additional properties) of a schema that
    /// combines exactly these. Null if there is none, as for a property of two documents that a third one combines.
    /// </summary>
    public SchemaNode? Of(SchemaNode combination)
    {
        if (combination.Others.Count == 0 || combination.IsAlternatives)
            return null;
        var combined = combination
            .Others.Prepend(combination with { Others = [] })
            .Where(part => !part.IsConditional)
            .ToList();
        if (combined.Count < 2)
            return null;
        var key = SchemaNode.AllOf(combined).Key;
        foreach (var part in combined)
        {
            if (
                PlaceOf(part) is { } place
                && PartsOf(merger.Merge(place.Owner), place.Keyword, place.Name) is { Count: > 0 } parts
                && SchemaNode.AllOf(parts).Key == key
            )
                return place.Owner with { Pointer = $"{place.Owner.Pointer}/{place.Path}" };
        }

        return null;
    }

    /// <summary>The schema that a part describes a property or the items of, outside of every <c>allOf</c>.</summary>
    private (SchemaNode Owner, string Keyword, string Name, string Path)? PlaceOf(SchemaNode part)
    {
        var segments = part.Pointer.Split('/');
        var isProperty = segments.Length > 2 && segments[segments.Length - 2] == "properties";
        var keyword = segments[segments.Length - (isProperty ? 2 : 1)];
        if (!isProperty && keyword is not ("items" or "additionalProperties"))
            return null;
        var end = segments.Length - (isProperty ? 2 : 1);
        while (end > 2 && segments[end - 2] == "allOf")
            end -= 2;
        var pointer = string.Join("/", segments.Take(end));
        return
            documents.Find(part.Document.Uri + "#" + string.Join("/", segments.Take(end).Select(Uri.EscapeDataString)))
                is { } owner
            ? (
                owner with
                {
                    Document = part.Document,
                    Pointer = pointer,
                },
                keyword,
                JsonLocator.Unescape(segments[segments.Length - 1]),
                string.Join("/", segments.Skip(segments.Length - (isProperty ? 2 : 1)))
            )
            : null;
    }

    private static List<SchemaNode> PartsOf(Keywords owner, string keyword, string name) =>
        keyword switch
        {
            "properties" => owner.Properties.Find(property => property.Name == name).Schemas ?? [],
            "items" => owner.Items,
            _ => owner.AdditionalProperties,
        };
}
