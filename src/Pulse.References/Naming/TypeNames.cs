using Pulse.References.Scanning;
using Pulse.References.Schemas;
using Pulse.References.Schemas.Flattening;
using Pulse.References.Schemas.Reading;

namespace Pulse.References.Naming;

/// <summary>
/// Names the types of a service, enums included. The root of a document is named after its file, a nested schema after its
/// owner and property, items in the singular, and a union's case after its difference from the others; <c>x-csharp-type</c>
/// overrides. Names depend on the locations of schemas, never on the order of files.
/// </summary>
internal sealed class TypeNames
{
    private const string ClashSuffix = "Message";

    private readonly SchemaModel _model;
    private readonly IdealNames _ideal;
    private readonly EnumPlaces _enums = new();
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<string, SchemaNode> _places = [];
    private readonly HashSet<string> _taken;

    /// <param name="model">The schemas.</param>
    /// <param name="types">The schemas that become types: records, enums, unions.</param>
    /// <param name="taken">The names of the bindings and of the enclosing class.</param>
    /// <param name="service">The service, whose own schemas come before those of others that it uses.</param>
    public TypeNames(SchemaModel model, IReadOnlyList<ReadSchema> types, IEnumerable<string> taken, string service)
    {
        _model = model;
        _ideal = new IdealNames(model.Flat, model.Labels);

        // Each type gets a file, and file names may be case-insensitive.
        _taken = new HashSet<string>(taken, StringComparer.OrdinalIgnoreCase);
        var used = new HashSet<string>(_taken, StringComparer.OrdinalIgnoreCase);
        var own = $"{SchemaUri.Root}schemas/{service}/";
        var distinct = types
            .GroupBy(KeyOf)
            .Select(same =>
                (
                    Numbers: same.Select(type => type.Number).ToList(),
                    Flat: same.Select(Named)
                        .OrderBy(flat => IsOwn(flat) ? 0 : 1)
                        .ThenBy(flat => flat.Node.Key, StringComparer.Ordinal)
                        .First()
                )
            )
            // A name that an author asks for comes first.
            .OrderBy(type => IdealNames.Wanted(type.Flat) is null ? 1 : 0)
            .ThenBy(type => IsOwn(type.Flat) ? 0 : 1)
            .ThenBy(type => type.Flat.Node.Pointer.Count(character => character == '/'))
            .ThenBy(type => type.Flat.Node.Key, StringComparer.Ordinal);
        foreach (var (numbers, flat) in distinct)
        {
            var name = Candidates(flat).Select(Identifier.Short).First(used.Add);
            _places[name] = flat.Node;
            foreach (var number in numbers)
                _names[number] = name;
        }

        bool IsOwn(FlatSchema flat) => flat.Node.Document.Uri.StartsWith(own, StringComparison.Ordinal);
    }

    /// <summary>The name of the type of a schema; for a schema that becomes no type, a unique placeholder.</summary>
    public string Of(int number) => _names.TryGetValue(number, out var name) ? name : $"#{number}";

    /// <summary>The schema that a type is named after. No message may reach it, if others of its document are the same enum.</summary>
    public SchemaNode PlaceOf(string name) => _places[name];

    /// <summary>The schema that a type is named after.</summary>
    private FlatSchema Named(ReadSchema type)
    {
        var flat = _model.Flat[type.Number];
        if (type.Shape is not SchemaShape.Enum)
            return flat;
        var place = IdealNames.NamedPart(flat) ?? _enums.Find(flat.Node);
        return EnumPlaces.IsEnum(place) ? flat with { Node = place } : flat;
    }

    /// <summary>
    /// Equal for two schemas that become one type: one schema, or enums that a document repeats, or enums with the same
    /// values for which authors ask for the same name.
    /// </summary>
    private string KeyOf(ReadSchema type)
    {
        var flat = _model.Flat[type.Number];
        var node = flat.Node;
        var wanted = IdealNames.Wanted(flat);
        if (type.Shape is SchemaShape.Enum set)
        {
            if (wanted is not null)
                return string.Join("\0", set.Texts.OrderBy(text => text, StringComparer.Ordinal))
                    + $"\0\0{wanted}\0{string.Join("\0", type.EnumNames)}";
            return EnumPlaces.KeyOf(node) is { } key ? $"{node.Document.Uri}\0{key}" : node.Key;
        }

        // The name beside a '$ref' makes no other type if the schema has that name anyway.
        var plain = node with
        {
            NamedAs = null,
        };
        return node.NamedAs is not null && _ideal.Of(plain) == wanted ? plain.Key : node.Key;
    }

    private IEnumerable<string> Candidates(FlatSchema flat)
    {
        var node = flat.Node;
        var name = _ideal.Of(flat);
        if (_taken.Contains(name))
            name += ClashSuffix;
        yield return name;

        // Two documents with the same file name are told apart by their folders.
        var folders = SchemaUri
            .Display(node.Document.Uri)
            .Split('/')
            .AsEnumerable()
            .Reverse()
            .Skip(1)
            .Where(folder => folder.Length > 0);
        foreach (var folder in folders)
        {
            name = Identifier.Pascal(folder) + name;
            yield return name;
        }

        name += "Type";
        yield return name;

        // Combinations of schemas that begin with the same one; there may be very many.
        for (name += "_" + StableHash.Of(node.Key); ; name += "_")
            yield return name;
    }
}
