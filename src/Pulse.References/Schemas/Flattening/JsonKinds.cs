using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas.Flattening;

/// <summary>The kinds of JSON value: string, number, boolean, object, array, null.</summary>
internal static class JsonKinds
{
    private static readonly string[] AllKinds = ["string", "number", "boolean", "object", "array", "null"];

    /// <summary>The kinds of JSON that a schema allows.</summary>
    public static IReadOnlyCollection<string> Of(Keywords keywords)
    {
        if (keywords.IsNever)
            return [];
        if (keywords.Types is { } types)
            return
            [
                .. types
                    .Select(type => type == "integer" ? "number" : type)
                    .Concat(keywords.IsNullable ? ["null"] : [])
                    .Distinct(),
            ];
        return keywords.Enum is { } values ? [.. values.Select(KindOf).Distinct()] : AllKinds;
    }

    private static string KindOf(JToken value) =>
        value.Type switch
        {
            JTokenType.String => "string",
            JTokenType.Integer or JTokenType.Float => "number",
            JTokenType.Boolean => "boolean",
            JTokenType.Object => "object",
            JTokenType.Array => "array",
            _ => "null",
        };
}
