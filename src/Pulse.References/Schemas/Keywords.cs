using Newtonsoft.Json.Linq;
using static Pulse.References.Schemas.KeywordValues;

namespace Pulse.References.Schemas;

/// <summary>The keywords of all schemas of a node together, as far as they affect a type.</summary>
internal sealed partial class Keywords
{
    /// <summary>The types that are allowed; null for all.</summary>
    public HashSet<string>? Types { get; private set; }

    public IReadOnlyList<JToken>? Enum { get; private set; }

    /// <summary>Names of the enum's members, by the convention <c>x-enumNames</c>.</summary>
    public JArray? EnumNames { get; private set; }

    /// <summary>What the schemas demand of a value beyond its type.</summary>
    public Constraints Constraints { get; } = new();

    public string? Format { get; private set; }

    public string? Pattern { get; private set; }

    public int? MaxLength { get; private set; }

    public decimal? Minimum { get; private set; }

    public decimal? Maximum { get; private set; }

    public string? Title { get; set; }

    public string? Description { get; set; }

    /// <summary>The name that the author asks for: <c>x-csharp-type</c>.</summary>
    public string? TypeName { get; set; }

    /// <summary>The properties in their order; with several schemas if more than one describes a property.</summary>
    public List<(string Name, List<SchemaNode> Schemas)> Properties { get; } = [];

    private readonly Dictionary<string, List<SchemaNode>> _schemasOfProperty = [];

    public bool Has(string property) => _schemasOfProperty.ContainsKey(property);

    /// <summary>The properties that only schemas name which apply at times, and the names inside of others.</summary>
    public List<(string Name, List<SchemaNode> Schemas)> NamedAtTimes { get; } = [];

    private readonly Dictionary<string, List<SchemaNode>> _namedAtTimes = [];

    /// <summary>The schemas of an array's items that apply at times.</summary>
    public List<SchemaNode> ItemsAtTimes { get; } = [];

    /// <summary>The schemas of a property that apply at times.</summary>
    public IReadOnlyList<SchemaNode> AtTimes(string property) =>
        _namedAtTimes.TryGetValue(property, out var schemas) ? schemas : [];

    /// <summary>Whether <c>nullable</c>, OpenAPI's word for it, allows null.</summary>
    public bool IsNullable { get; private set; }

    public HashSet<string> Required { get; } = [];

    public List<SchemaNode> Items { get; } = [];

    public bool HasTuple { get; private set; }

    /// <summary>The schemas of properties without a name.</summary>
    public List<SchemaNode> AdditionalProperties { get; } = [];

    public List<SchemaNode> PatternProperties { get; } = [];

    /// <summary>Whether no other properties are allowed.</summary>
    public bool IsClosed { get; private set; }

    public List<IReadOnlyList<SchemaNode>> Unions { get; } = [];

    /// <summary>Whether nothing is valid: the schema <c>false</c>.</summary>
    public bool IsNever { get; private set; }

    /// <summary>What the keywords describe, if no type does: "object" or "array".</summary>
    public string? DescribedType =>
        Properties.Count > 0 || PatternProperties.Count > 0 || AdditionalProperties.Count > 0 ? "object"
        : Items.Count > 0 ? "array"
        : null;

    /// <summary>Whether any type is allowed.</summary>
    public bool IsTypeless => Types is null && Enum is null && !IsNever;

    /// <summary>Allows one type only, if any is allowed.</summary>
    public void Imply(string type) => Types ??= [type];

    /// <summary>Adds the keywords of a schema itself, not those of schemas that it refers to.</summary>
    public void Add(SchemaNode node)
    {
        if (node.Token is not JObject schema)
        {
            IsNever |= !node.IsConditional && node.Token.Type == JTokenType.Boolean && !(bool)node.Token;
            return;
        }

        if (node.IsConditional)
        {
            AddNames(node, schema);
            return;
        }

        IsNullable |= schema["nullable"] is { Type: JTokenType.Boolean } nullable && (bool)nullable;
        if (!node.Document.MergesSiblings && schema["$ref"] is { Type: JTokenType.String })
            return; // Up to draft 7 it hides everything else.
        AddTypes(schema);
        AddEnum(schema);
        Constraints.Add(schema);
        Format ??= Text(schema, "format");
        Pattern ??= Text(schema, "pattern");
        MaxLength = Least(
            MaxLength,
            Number(schema, "maxLength") is >= 0 and <= int.MaxValue and var length ? (int)length : null
        );
        Minimum = Greatest(Minimum, Number(schema, "minimum"));
        Maximum = Least(Maximum, Number(schema, "maximum"));
        AddAnnotations(schema);
        AddObject(node, schema);
        AddArray(node, schema);
        foreach (var keyword in (string[])["oneOf", "anyOf"])
        {
            if (schema[keyword] is JArray { Count: > 0 } branches)
                Unions.Add([.. branches.Select((_, index) => node.Child(keyword, Index(index)))]);
        }
    }

    public void AddAnnotations(JObject schema)
    {
        Title ??= Text(schema, "title");
        Description ??= Text(schema, "description");
        TypeName ??= TypeNameIn(schema);
    }

    /// <summary>The name of its C# type that a schema asks for.</summary>
    public static string? TypeNameIn(JObject schema) =>
        Text(schema, "x-csharp-type") is { Length: > 0 } name ? name : null;
}
