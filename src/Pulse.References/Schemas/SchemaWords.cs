using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;

namespace Pulse.References.Schemas;

/// <summary>
/// The words of JSON Schema, in all drafts, and those that tools put beside them. A word that resembles one of the former and
/// is none of the latter was probably meant to be it.
/// </summary>
internal static class SchemaWords
{
    private static readonly HashSet<string> Keywords = Words(
        """
        $id $schema $ref $anchor $dynamicRef $dynamicAnchor $recursiveRef $recursiveAnchor $vocabulary
        $comment $defs definitions id type enum const multipleOf maximum exclusiveMaximum minimum
        exclusiveMinimum maxLength minLength pattern items prefixItems additionalItems unevaluatedItems
        maxItems minItems uniqueItems contains maxContains minContains maxProperties minProperties required
        properties patternProperties additionalProperties unevaluatedProperties dependencies
        dependentSchemas dependentRequired propertyNames if then else allOf anyOf oneOf not format
        contentMediaType contentEncoding contentSchema title description default examples deprecated
        readOnly writeOnly
        """
    );

    // Draft 3, OpenAPI, editors and code generators.
    private static readonly HashSet<string> OfTools = Words(
        """
        extends disallow divisibleBy example nullable discriminator xml externalDocs enumNames
        enumDescriptions enumTitles enumLabels typeof instanceof transform errorMessage formatMinimum
        formatMaximum options note notes when version name label labels link links media tag tags order unit
        units meta metadata ui hidden comment comments summary self defaults defaultSnippets
        deprecationMessage markdownDescription javaType tsType scope source optional requires descriptions
        titles patternErrorMessage range encoding contentType
        """
    );

    /// <summary>The names of the types that JSON has, and <c>integer</c>.</summary>
    public static readonly HashSet<string> Types =
    [
        "string",
        "number",
        "integer",
        "boolean",
        "object",
        "array",
        "null",
    ];

    // What other languages call them.
    private static readonly Dictionary<string, string> OtherTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["str"] = "string",
        ["text"] = "string",
        ["date"] = "string",
        ["datetime"] = "string",
        ["date-time"] = "string",
        ["uuid"] = "string",
        ["int"] = "integer",
        ["int32"] = "integer",
        ["int64"] = "integer",
        ["long"] = "integer",
        ["float"] = "number",
        ["double"] = "number",
        ["decimal"] = "number",
        ["bool"] = "boolean",
        ["dict"] = "object",
        ["map"] = "object",
        ["list"] = "array",
        ["none"] = "null",
        ["nil"] = "null",
    };

    private static readonly HashSet<string> Formats = Words(
        """
        date-time date time duration email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference iri
        iri-reference uuid uri-template json-pointer relative-json-pointer regex
        """
    );

    private static readonly HashSet<string> OtherFormats = Words(
        """
        int8 int16 int32 int64 uint8 uint16 uint32 uint64 float double decimal byte binary password url uris
        urn guid ip ipv cidr mac host-name ip-address color colour style phone utc-millisec time-second
        base64 base64url char markdown html commonmark data datum dates times media-range sf-string slugid
        slug
        """
    );

    /// <summary>The end of a message about a key that resembles a keyword; null if it does not.</summary>
    public static string? SuggestKeyword(string key, JObject schema) =>
        Keywords.Contains(key) || OfTools.Contains(key) || key.StartsWith("x-", StringComparison.OrdinalIgnoreCase)
            ? null
            : Near(key, Keywords.Where(keyword => keyword.Length > 3 && !schema.ContainsKey(keyword)));

    /// <summary>The end of a message about a type that JSON Schema does not have; null if it has it.</summary>
    public static string? SuggestType(string type) =>
        Types.Contains(type) || type == "any" ? null
        : OtherTypes.TryGetValue(type, out var other) ? $"; did you mean '{other}'?"
        : Near(type, Types) ?? "";

    /// <summary>The end of a message about a format that resembles one of JSON Schema; null if it does not.</summary>
    public static string? SuggestFormat(string format) =>
        Formats.Contains(format) || OtherFormats.Contains(format) ? null : Near(format, Formats);

    private static HashSet<string> Words(string text) => [.. text.Split(' ', '\n')];

    /// <summary>Few letters are near to many words, so a short word has to be nearer than a long one.</summary>
    private static string? Near(string word, IEnumerable<string> known)
    {
        var most = word.Length <= 5 ? 1 : 2;
        return SpellingSuggestion.For(word, known, most) is { Length: > 0 } suggestion ? suggestion : null;
    }
}
