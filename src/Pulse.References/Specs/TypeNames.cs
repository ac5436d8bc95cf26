using NJsonSchema;

namespace Pulse.References.Specs;

/// <summary>
/// Names the types of a service. A document's root is named after its file, what is nested after its
/// owner and property, items in the singular. Names depend on the documents alone, never on their order.
/// </summary>
internal sealed class TypeNames
{
    private const string ClashSuffix = "Message";

    private readonly Dictionary<JsonSchema, string> _places = [];
    private readonly Dictionary<string, string> _enums = [];
    private readonly HashSet<string> _taken;

    /// <param name="documents">The documents, by URI.</param>
    /// <param name="enums">The enums that are reached.</param>
    /// <param name="taken">The names of the bindings and of the enclosing class.</param>
    public TypeNames(
        IEnumerable<KeyValuePair<string, JsonSchema>> documents,
        IEnumerable<SchemaShape.Enum> enums,
        IEnumerable<string> taken)
    {
        _taken = [.. taken];
        foreach (var document in documents)
            Place(document.Value, Identifier.OfFile(document.Key));

        // Enums with one set of values are one type, under the shortest of their names.
        foreach (var group in enums.GroupBy(KeyOf))
        {
            _enums[group.Key] = group.Select(shape => OfRecord(shape.Schema))
                .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).First();
        }
    }

    public string OfRecord(JsonSchema schema)
    {
        var name = _places[schema];
        return _taken.Contains(name) ? name + ClashSuffix : name;
    }

    public string OfEnum(SchemaShape.Enum shape) => _enums[KeyOf(shape)];

    private static string KeyOf(SchemaShape.Enum shape) =>
        string.Join("\0", shape.Texts.OrderBy(text => text, StringComparer.Ordinal));

    private void Place(JsonSchema schema, string name)
    {
        if (schema.Reference is not null || _places.ContainsKey(schema))
            return;
        _places.Add(schema, name);
        foreach (var property in schema.Properties)
            Place(property.Value, name + Identifier.Pascal(property.Key));
        if (schema.Item is { } item)
            Place(item, Identifier.Singular(name));
        if (schema.AdditionalPropertiesSchema is { } value)
            Place(value, Identifier.Singular(name));
    }
}
