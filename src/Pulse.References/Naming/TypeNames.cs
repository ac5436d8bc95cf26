using Newtonsoft.Json.Linq;
using Pulse.References.Json;
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
    private readonly Dictionary<string, string> _wanted = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly HashSet<string> _taken;

    // By document. Schemas far down have most of their path in common.
    private readonly Dictionary<string, IdealName> _ideals = [];

    /// <param name="model">The schemas.</param>
    /// <param name="types">The schemas that become types: records, enums, unions.</param>
    /// <param name="taken">The names of the bindings and of the enclosing class.</param>
    /// <param name="service">The service, whose own schemas come before those of others that it uses.</param>
    public TypeNames(SchemaModel model, IReadOnlyList<ReadSchema> types, IEnumerable<string> taken, string service)
    {
        _model = model;
        foreach (var flat in model.Flat)
        {
            if (
                (string?)flat.Json[FlatSchema.TypeName] is { } wanted
                && (flat.Node.Token as JObject)?[FlatSchema.TypeName] is not null
            )
                _wanted[flat.Node.Key] = Identifier.Pascal(wanted);
        }

        // Each type gets a file, and file names may be case-insensitive.
        _taken = new HashSet<string>(taken, StringComparer.OrdinalIgnoreCase);
        var used = new HashSet<string>(_taken, StringComparer.OrdinalIgnoreCase);
        var own = $"{SchemaUri.Root}schemas/{service}/";

        // Enums with the same values are one type, under the shortest of their names.
        var distinct = types
            .GroupBy(KeyOf)
            .Select(same => (Numbers: same.Select(type => type.Number).ToList(), Node: Shortest(same)))
            .OrderBy(type => type.Node.Document.Uri.StartsWith(own, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(type => type.Node.Pointer.Count(character => character == '/'))
            .ThenBy(type => type.Node.Key, StringComparer.Ordinal);
        foreach (var (numbers, node) in distinct)
        {
            var name = Candidates(node).Select(Identifier.Short).First(used.Add);
            foreach (var number in numbers)
                _names[number] = name;
        }

        SchemaNode Shortest(IEnumerable<ReadSchema> same) =>
            same.Select(type => model.Flat[type.Number].Node)
                .OrderBy(node => Ideal(node).Length)
                .ThenBy(Ideal, StringComparer.Ordinal)
                .ThenBy(node => node.Key, StringComparer.Ordinal)
                .First();
    }

    /// <summary>The name of the type of a schema; for a schema that becomes no type, a unique placeholder.</summary>
    public string Of(int number) => _names.TryGetValue(number, out var name) ? name : $"#{number}";

    /// <summary>Equal for two schemas that become one type.</summary>
    private static string KeyOf(ReadSchema type) =>
        type.Shape is SchemaShape.Enum set
            ? string.Join("\0", set.Texts.OrderBy(text => text, StringComparer.Ordinal))
            : $"#{type.Number}";

    private IEnumerable<string> Candidates(SchemaNode node)
    {
        var name = Ideal(node);
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

    private string Ideal(SchemaNode node)
    {
        var document = node.Document.Uri + "#";
        if (!_ideals.TryGetValue(document, out var ideal))
            _ideals.Add(
                document,
                ideal = new(
                    document,
                    _wanted.TryGetValue(document, out var wanted) ? wanted : Identifier.OfFile(node.Document.Uri)
                )
            );
        var segments = node.Pointer.Split('/').Skip(1).Select(JsonLocator.Unescape).ToList();
        for (var i = 0; i < segments.Count; )
        {
            var isPair = i + 1 < segments.Count && IsPair(segments[i], segments[i + 1]);
            ideal = Below(ideal, segments[i], isPair ? segments[i + 1] : null);
            i += isPair ? 2 : 1;
        }

        return Identifier.Short(ideal.Name);
    }

    private IdealName Below(IdealName owner, string keyword, string? key)
    {
        if (owner.Below.TryGetValue((keyword, key), out var ideal))
            return ideal;
        var location =
            $"{owner.Location}/{JsonLocator.Escape(keyword)}{(key is null ? "" : "/" + JsonLocator.Escape(key))}";
        ideal = new(
            location,
            _wanted.TryGetValue(location, out var wanted) ? wanted : Within(owner.Name, keyword, key, location)
        );
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
            "oneOf" or "anyOf" => owner
                + (_model.Labels.TryGetValue(location, out var label) ? Identifier.Pascal(label) : "Option"),
            _ => owner + Identifier.Pascal(key ?? keyword),
        };

    private static bool IsPair(string keyword, string next) =>
        keyword is "properties" or "definitions" or "$defs" or "patternProperties"
        || (keyword is "items" or "prefixItems" or "allOf" or "oneOf" or "anyOf" && next.All(char.IsDigit));

    /// <summary>The name that a schema would have if there were no others, and those below it.</summary>
    private sealed record IdealName(string Location, string Name)
    {
        public Dictionary<(string Keyword, string? Key), IdealName> Below { get; } = [];
    }
}
