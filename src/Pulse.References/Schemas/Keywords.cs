using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas;

/// <summary>The keywords of all schemas of a node together, as far as they affect a type.</summary>
internal sealed class Keywords
{
    private static readonly HashSet<string> KnownTypes =
    [
        "string",
        "number",
        "integer",
        "boolean",
        "object",
        "array",
        "null",
    ];

    /// <summary>The types that are allowed; null for all.</summary>
    public HashSet<string>? Types { get; private set; }

    public IReadOnlyList<JToken>? Enum { get; private set; }

    /// <summary>Names of the enum's members, by the convention <c>x-enumNames</c>.</summary>
    public JArray? EnumNames { get; private set; }

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

    /// <summary>Adds the keywords of a schema itself, not those of schemas that it refers to.</summary>
    public void Add(SchemaNode node)
    {
        if (node.Token is not JObject schema)
        {
            IsNever |= node.Token.Type == JTokenType.Boolean && !(bool)node.Token;
            return;
        }

        AddTypes(schema);
        AddEnum(schema);
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

    private void AddTypes(JObject schema)
    {
        var types = schema["type"] switch
        {
            { Type: JTokenType.String } one => [(string)one!],
            JArray several => several
                .Where(type => type.Type == JTokenType.String)
                .Select(type => (string)type!)
                .ToList(),
            _ => null,
        };
        // An unknown type ("any", from draft 3) does not restrict anything.
        if (types is null || !types.All(KnownTypes.Contains))
            return;
        if (types.Contains("number") && Types?.Contains("integer") == true && !Types.Contains("number"))
            types.Add("integer");
        if (Types is null)
            Types = [.. types];
        else if (Types.Contains("number") && types.Contains("integer") && !types.Contains("number"))
            Types = [.. types.Where(type => Types.Contains(type) || type == "integer")];
        else
            Types.IntersectWith(types);
    }

    private void AddEnum(JObject schema)
    {
        IReadOnlyList<JToken>? values =
            schema.TryGetValue("const", StringComparison.Ordinal, out var constant) ? [constant]
            : schema["enum"] is JArray { Count: > 0 } several ? [.. several]
            : null;
        if (values is null)
            return;
        Enum = Enum is null ? values : [.. Enum.Where(new HashSet<JToken>(values, JToken.EqualityComparer).Contains)];
        EnumNames ??= schema["x-enumNames"] as JArray;
    }

    private void AddObject(SchemaNode node, JObject schema)
    {
        if (schema["properties"] is JObject properties)
        {
            foreach (
                var property in properties
                    .Properties()
                    .Where(property => IsSchema(property.Value) && IsText(property.Name))
            )
            {
                var described = node.Child("properties", property.Name);
                if (_schemasOfProperty.TryGetValue(property.Name, out var schemas))
                {
                    schemas.Add(described);
                }
                else
                {
                    _schemasOfProperty.Add(property.Name, schemas = [described]);
                    Properties.Add((property.Name, schemas));
                }
            }
        }

        if (schema["patternProperties"] is JObject patterns)
            PatternProperties.AddRange(
                patterns
                    .Properties()
                    .Where(pattern => IsSchema(pattern.Value))
                    .Select(pattern => node.Child("patternProperties", pattern.Name))
            );
        if (schema["required"] is JArray required)
            Required.UnionWith(required.Where(name => name.Type == JTokenType.String).Select(name => (string)name!));
        if (schema["additionalProperties"] is JObject)
            AdditionalProperties.Add(node.Child("additionalProperties"));
        IsClosed |= schema["additionalProperties"] is { Type: JTokenType.Boolean } allowed && !(bool)allowed;
    }

    private void AddArray(SchemaNode node, JObject schema)
    {
        // 'prefixItems' is the 2020 spelling of an 'items' that is a list; 'additionalItems' the older one of its 'items'.
        var isTuple = false;
        var isOpen = true;
        foreach (var keyword in (string[])["items", "prefixItems", "additionalItems"])
        {
            if (schema[keyword] is JArray tuple)
            {
                isTuple = true;
                isOpen &= !(Number(schema, "maxItems") <= tuple.Count);
                Items.AddRange(tuple.Select((_, index) => node.Child(keyword, Index(index))));
            }
            else if (schema[keyword] is JObject && (keyword != "additionalItems" || isTuple))
            {
                isOpen = false;
                Items.Add(node.Child(keyword));
            }
            else if (schema[keyword] is { Type: JTokenType.Boolean } allowed && !(bool)allowed)
            {
                isOpen = false;
            }
        }

        HasTuple |= isTuple;
        if (isTuple && isOpen && schema["items"] is not JObject)
            Items.Add(node with { Pointer = node.Pointer + "/additionalItems", Token = new JObject() }); // further items may be anything
    }

    /// <summary>Whether a string can be in a message: UTF-8 cannot encode half a surrogate pair.</summary>
    public static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }

    public static bool IsSchema(JToken token) => token is JObject or { Type: JTokenType.Boolean };

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static string? Text(JObject schema, string keyword) =>
        schema[keyword] is { Type: JTokenType.String } text ? (string?)text : null;

    private static decimal? Number(JObject schema, string keyword) =>
        schema[keyword] is JValue { Type: JTokenType.Integer or JTokenType.Float } number
        && double.TryParse(
            number.ToString(CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value >= (double)decimal.MaxValue
                ? decimal.MaxValue
                : value <= (double)decimal.MinValue
                    ? decimal.MinValue
                    : decimal.Parse(
                        number.ToString(CultureInfo.InvariantCulture),
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture
                    )
            : null;

    private static T? Least<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is null ? other
        : other is null || one.Value.CompareTo(other.Value) <= 0 ? one
        : other;

    private static decimal? Greatest(decimal? one, decimal? other) =>
        one is null ? other
        : other is null || one >= other ? one
        : other;
}
