using Newtonsoft.Json.Linq;
using static Pulse.References.Schemas.KeywordValues;

namespace Pulse.References.Schemas;

/// <summary>What schemas demand of a value beyond its type, together, in the words of 2020-12.</summary>
internal sealed class Constraints
{
    private static readonly string[] Lower = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
    private static readonly string[] Upper = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
    private static readonly string[] Others = ["pattern", "format", "multipleOf", "uniqueItems"];

    private static readonly HashSet<string> All = [.. Lower, .. Upper, .. Others];

    private JObject? _json;

    /// <summary>The demands; of two on one thing, the stricter one.</summary>
    public JObject Json => _json ??= [];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _json is null;

    public void Add(JObject schema)
    {
        // Most schemas demand nothing, and a lookup for each keyword would take most of the time.
        if (!schema.Properties().Any(property => All.Contains(property.Name)))
            return;
        foreach (var keyword in Lower.Concat(Upper))
        {
            if (Number(schema, keyword) is not { } limit)
                continue;
            // Draft 4: a bound, and beside it whether the bound itself is excluded.
            var isExcluded = keyword is "minimum" or "maximum" && Flag(schema, "exclusive" + Capital(keyword));
            var word = isExcluded ? "exclusive" + Capital(keyword) : keyword;
            var isStricter =
                Json[word] is not { } known || (Lower.Contains(word) ? limit > (decimal)known : limit < (decimal)known);
            if (isStricter && limit is > decimal.MinValue and < decimal.MaxValue)
                Json[word] =
                    limit == decimal.Truncate(limit)
                        ? new JValue((System.Numerics.BigInteger)limit)
                        : new JValue(limit);
        }

        foreach (var keyword in Others.Where(keyword => schema[keyword] is JValue))
        {
            if (Json[keyword] is null)
                Json[keyword] = schema[keyword]!.DeepClone();
            else if (!JToken.DeepEquals(Json[keyword], schema[keyword]))
                (Json["allOf"] as JArray ?? (JArray)(Json["allOf"] = new JArray())).Add(
                    new JObject { [keyword] = schema[keyword]!.DeepClone() }
                );
        }
    }

    private static bool Flag(JObject schema, string keyword) =>
        schema[keyword] is { Type: JTokenType.Boolean } flag && (bool)flag;

    private static string Capital(string keyword) => char.ToUpperInvariant(keyword[0]) + keyword.Substring(1);
}
