using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas.Flattening;

/// <summary>Writes the keywords of a flat schema as JSON, in the words of draft 4.</summary>
/// <param name="numberOf">Returns the number of a schema that this one points to.</param>
/// <param name="names">Adds the names that apply at times.</param>
/// <param name="dateTimesAsText">Whether date-times are strings.</param>
internal sealed class FlatSchemaWriter(Func<SchemaNode, int> numberOf, NamesAtTimes names, bool dateTimesAsText)
{
    public static void WriteAnnotations(JObject json, Keywords keywords)
    {
        Set(json, "title", keywords.Title);
        Set(json, "description", keywords.Description);
        Set(json, FlatSchema.TypeName, keywords.TypeName);
    }

    public void Write(JObject json, Keywords keywords)
    {
        if (keywords.Types is { } types)
            json["type"] = types.Count == 1 ? types.First() : new JArray(types);
        if (keywords.IsNever)
            return;

        var isText = keywords.TypeName == FlatSchema.Text;
        if (!isText && !(dateTimesAsText && keywords.Format == "date-time"))
            Set(json, "format", keywords.Format);
        Set(json, "pattern", keywords.Pattern);
        Set(json, "maxLength", keywords.MaxLength);
        Set(json, "minimum", keywords.Minimum);
        Set(json, "maximum", keywords.Maximum);
        if (isText && keywords.Types is null && keywords.Enum?.All(value => value.Type == JTokenType.String) == true)
            json["type"] = "string";
        else if (keywords.Enum is not null && !(isText && keywords.Types?.Contains("string") == true))
        {
            json["enum"] = new JArray(keywords.Enum.Select(WithoutContent).Distinct(JToken.EqualityComparer));
            Set(json, "x-enumNames", keywords.EnumNames is { } names ? new JArray(names.Select(StringOf)) : null);
        }

        // What describes the properties of an object or the items of an array does not make a value one.
        if (keywords.Types?.Contains("object") == true)
            WriteObject(json, keywords);
        if (keywords.Types?.Contains("array") == true && keywords.Items.Count > 0)
            json["items"] = FlatSchema.PointTo(
                numberOf(
                    keywords.HasTuple
                        ? SchemaNode.AnyOf(keywords.Items)
                        : names.Add(keywords.Items, keywords.ItemsAtTimes)
                )
            );
    }

    /// <summary>Writes the one scalar that all cases of a union are.</summary>
    public static void WriteScalar(JObject json, string kind, IReadOnlyList<Keywords> cases)
    {
        json["type"] =
            kind == "number" && cases.All(found => found.Types?.Contains("number") == false) ? "integer" : kind;
        if (cases.All(found => found.Enum is not null))
            json["enum"] = new JArray(
                cases
                    .SelectMany(found => found.Enum!.Select(WithoutContent))
                    .Where(value => value.Type != JTokenType.Null)
                    .Distinct(JToken.EqualityComparer)
            );
        if (cases.Select(found => found.Format).Distinct().Count() == 1)
            Set(json, "format", cases[0].Format);
        if (cases.All(found => found.Minimum is not null && found.Maximum is not null))
        {
            json["minimum"] = cases.Min(found => found.Minimum);
            json["maximum"] = cases.Max(found => found.Maximum);
        }
    }

    private void WriteObject(JObject json, Keywords keywords)
    {
        var atTimes = keywords.NamedAtTimes.Where(property => !keywords.Has(property.Name));
        if (keywords.Properties.Count > 0 || keywords.NamedAtTimes.Count > 0)
        {
            var properties = new JObject();
            foreach (var (name, schemas) in keywords.Properties.Concat(atTimes))
            {
                var property = FlatSchema.PointTo(
                    numberOf(
                        keywords.Has(name) ? names.Add(schemas, keywords.AtTimes(name)) : SchemaNode.AllOf(schemas)
                    )
                );
                foreach (var keyword in (string[])["description", FlatSchema.MemberName])
                {
                    if (
                        schemas
                            .Select(schema => (schema.Token as JObject)?[keyword])
                            .FirstOrDefault(value => value is not null) is
                        { Type: JTokenType.String } text
                    )
                        property[keyword] = text;
                }

                properties[name] = property;
            }

            json["properties"] = properties;
            json["required"] = new JArray(
                keywords.Properties.Select(property => property.Name).Where(keywords.Required.Contains)
            );
        }

        if (Rest(keywords) is { } rest)
            json["additionalProperties"] = FlatSchema.PointTo(numberOf(rest));
    }

    /// <summary>The schema of the properties without a name; null if they may be anything.</summary>
    private static SchemaNode? Rest(Keywords keywords)
    {
        List<SchemaNode> additional =
            keywords.AdditionalProperties.Count > 0 ? [SchemaNode.AllOf(keywords.AdditionalProperties)] : [];
        if (keywords.PatternProperties.Count == 0)
            return additional.FirstOrDefault();
        if (additional.Count > 0 || keywords.IsClosed)
            return SchemaNode.AnyOf([.. keywords.PatternProperties, .. additional]);
        // Other names than those of the patterns may have any value. Beside properties, these would be lost without a map.
        var pattern = keywords.PatternProperties[0];
        return keywords.Properties.Count > 0 || keywords.NamedAtTimes.Count > 0
            ? pattern with
            {
                Pointer = pattern.Pointer + "/additionalProperties",
                Token = new JObject(),
            }
            : null;
    }

    /// <summary>An object or array affects a type only by its kind, so its content is dropped.</summary>
    private static JToken WithoutContent(JToken value) =>
        value switch
        {
            JObject => new JObject(),
            JArray => new JArray(),
            _ => value,
        };

    private static string StringOf(JToken name) => name.Type == JTokenType.String ? (string)name! : "";

    private static void Set(JObject json, string keyword, JToken? value)
    {
        // A string or number that is null converts to a token without a value.
        if (value is not (null or JValue { Value: null }))
            json[keyword] = value;
    }
}
