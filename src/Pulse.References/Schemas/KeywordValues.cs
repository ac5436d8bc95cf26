using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas;

/// <summary>Values of keywords, and how two of them go together.</summary>
internal static class KeywordValues
{
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

    public static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);

    public static string? Text(JObject schema, string keyword) =>
        schema[keyword] is { Type: JTokenType.String } text ? (string?)text : null;

    public static decimal? Number(JObject schema, string keyword) =>
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

    public static T? Least<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is null ? other
        : other is null || one.Value.CompareTo(other.Value) <= 0 ? one
        : other;

    public static decimal? Greatest(decimal? one, decimal? other) =>
        one is null ? other
        : other is null || one >= other ? one
        : other;
}
