using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Pulse.Generators.Tests.Fuzzing;

/// <summary>What mutations put in: texts, numbers and keywords that somebody will write one day.</summary>
internal static class FuzzValues
{
    private static readonly string[] Names =
    [
        "",
        " ",
        "\0",
        "\t",
        "\n",
        "\u2028",
        "\u0085",
        "\ufeff",
        "\uffff",
        "\ud800",
        "\udc00x",
        "\ud83d\ude00",
        "\ud835\udc00", // a letter of two UTF-16 units
        "a\u0301",
        "\u0130",
        "\u0131",
        "\u00df",
        "\u01c5",
        "\u65e5\u672c",
        "\u0661", // a digit, not of ASCII
        "1",
        "1a",
        "_",
        "__",
        "_1",
        "a-b",
        "a_b",
        "a b",
        "aB",
        "AB",
        "ab",
        "a.b",
        "a..b",
        ".",
        "*",
        "#",
        "~",
        "~0",
        "~1",
        "%",
        "%20",
        "%2",
        "/",
        "//",
        "\\",
        "\"",
        "\"\"\"",
        "'",
        "`",
        "a `b` c `d",
        "*/",
        "/*",
        "{0}",
        "{",
        "}",
        "</summary>",
        "<see cref=\"X\"/>",
        "&amp;",
        "]]>",
        "#error x",
        "#if A",
        "class",
        "@class",
        "record",
        "value",
        "field",
        "var",
        "dynamic",
        "nameof",
        "await",
        "_",
        "reader",
        "writer",
        "json",
        "this",
        "null",
        "Equals",
        "GetHashCode",
        "GetType",
        "ToString",
        "Clone",
        "EqualityContract",
        "PrintMembers",
        "Finalize",
        "ReferenceEquals",
        "MemberwiseClone",
        "op_Equality",
        "get_Text",
        "set_A",
        "Deconstruct",
        "Decode",
        "WriteTo",
        "Validate",
        "Read",
        "Text",
        "Texts",
        "IsKnown",
        "Value",
        "Other",
        "OtherCase",
        "Option",
        "Item",
        "Items",
        "AdditionalProperties",
        "ExchangeName",
        "RoutingKey",
        "Route",
        "Pulse",
        "System",
        "global",
        "Events",
        "events",
        "EVENTS",
        "EventsMessage",
        "PulseBindings",
        "$ref",
        "$id",
        "$schema",
        "$type",
        "$value",
        "$values",
        "id",
        "x-number",
        "x-csharp-name",
        "x-csharp-type",
        "x-enumNames",
        "__proto__",
        "properties",
        "definitions",
        "items",
        "con",
        "nul.json",
    ];

    private static readonly string[] Uris =
    [
        "#",
        "#/",
        "#/properties",
        "#/definitions/a",
        "#/allOf/0",
        "#/oneOf/0",
        "#/items",
        "#/properties/a",
        "#a",
        "##",
        "#/%zz",
        "?",
        "..",
        "../",
        "../../../../../../../etc/passwd#",
        "file:///etc/passwd",
        "file://server/share/a.json",
        "\\\\server\\share\\a.json",
        "C:\\a.json",
        "/etc/passwd",
        "http://127.0.0.1:9/a.json",
        "https://user:password@localhost:9/a.json#/x",
        "http://[::1",
        "http://\u00e9\u0301.\ud800/",
        "http://xn--/",
        "http://a:99999/",
        "http:",
        "urn:uuid:1",
        "urn:",
        "data:application/json,{}",
        "mailto:a@b",
        "//",
        "///",
        "http://pulse.invalid/schemas/queue/v1/task-status.json#",
        "/schemas/queue/v1/task-status.json#",
        "/schemas/common/x.json",
    ];

    private static readonly string[] Dialects =
    [
        "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema",
        "/schemas/common/exchanges-reference-v0.json#",
        "/schemas/common/reference-v0.json#",
    ];

    private static readonly string[] Types =
    [
        "string",
        "number",
        "integer",
        "boolean",
        "object",
        "array",
        "null",
        "any",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-0",
        "-1",
        "1",
        "255",
        "256",
        "2147483648",
        "-2147483649",
        "9223372036854775808",
        "-9223372036854775809",
        "79228162514264337593543950336",
        "1.0",
        "0.1",
        "-0.0",
        "1e5",
        "1e400",
        "-1e400",
        "1e-400",
        "1E+2147483648",
        "123456789012345678901234567890",
    ];

    /// <summary>Keywords of JSON Schema and of references, and what they commonly hold.</summary>
    private static readonly string[] Keywords =
    [
        "type",
        "enum",
        "const",
        "format",
        "pattern",
        "maxLength",
        "minimum",
        "maximum",
        "title",
        "description",
        "properties",
        "patternProperties",
        "additionalProperties",
        "required",
        "items",
        "prefixItems",
        "additionalItems",
        "maxItems",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "definitions",
        "$defs",
        "$ref",
        "$id",
        "id",
        "$anchor",
        "$dynamicRef",
        "$dynamicAnchor",
        "$recursiveRef",
        "$schema",
        "default",
        "x-enumNames",
        "x-csharp-name",
        "x-csharp-type",
        "x-number",
        "discriminator",
        "nullable",
        "entries",
        "exchange",
        "exchangePrefix",
        "name",
        "schema",
        "routingKey",
        "constant",
        "multipleWords",
        "serviceName",
        "apiVersion",
        "filename",
        "content",
    ];

    public static string Name(Random random) =>
        random.Next(20) switch
        {
            0 => new string(Pick(random, Names).FirstOrDefault('x'), random.Next(1, 300)),
            1 => string.Concat(Enumerable.Range(0, random.Next(2, 6)).Select(_ => Pick(random, Names))),
            2 => new string('x', random.Next(1000, 20_000)),
            3 => Pick(random, Keywords),
            _ => Pick(random, Names),
        };

    public static string Uri(Random random) =>
        random.Next(30) == 0 ? "/" + new string('a', random.Next(70_000)) : Pick(random, Uris);

    public static string Keyword(Random random) => Pick(random, Keywords);

    public static string Number(Random random) =>
        random.Next(20) switch
        {
            0 => new string('9', random.Next(1, 1000)),
            1 => "0." + new string('3', random.Next(1, 1000)),
            2 => random.Next().ToString(CultureInfo.InvariantCulture),
            _ => Pick(random, Numbers),
        };

    /// <summary>Any value; one that fits the keyword, more often than not.</summary>
    public static JToken For(string keyword, Random random, Func<JToken> subtree)
    {
        if (random.Next(6) == 0)
            return Atom(random);
        JArray Several(Func<JToken> make) => new(Enumerable.Range(0, random.Next(5)).Select(_ => make()));
        return keyword switch
        {
            "type" => random.Next(3) > 0 ? Pick(random, Types) : Several(() => Pick(random, Types)),
            "enum" => Several(() => random.Next(3) > 0 ? Name(random) : Atom(random)),
            "x-enumNames" => Several(() => Name(random)),
            "format" => Pick(random, ["date-time", "date", "int32", "uri", "time", ""]),
            "pattern" => Pick(random, ["^a$", "(", "[^", "(a+)+$", "\\p{L}", "^[a-z]{1,99999}$"]),
            "maxLength" or "minimum" or "maximum" or "maxItems" => new JRaw(Number(random)),
            "required" => Several(() => Name(random)),
            "$ref" or "$id" or "id" or "$dynamicRef" or "$recursiveRef" or "schema" => Uri(random),
            "$schema" => Pick(random, Dialects),
            "$anchor" or "$dynamicAnchor" => Pick(random, ["a", "#a", "/a"]),
            "allOf" or "anyOf" or "oneOf" or "prefixItems" => Several(() => Schema(random, subtree)),
            "items" or "additionalProperties" or "additionalItems" or "not" or "if" or "then" => Schema(
                random,
                subtree
            ),
            "properties" or "patternProperties" or "definitions" or "$defs" => Members(random, subtree),
            "multipleWords" or "nullable" => random.Next(2) == 0,
            _ => random.Next(2) == 0 ? Name(random) : Atom(random),
        };
    }

    public static JToken Atom(Random random) =>
        random.Next(8) switch
        {
            0 => JValue.CreateNull(),
            1 => true,
            2 => false,
            3 => new JObject(),
            4 => new JArray(),
            5 => new JRaw(Number(random)),
            6 => Uri(random),
            _ => Name(random),
        };

    public static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private static JToken Schema(Random random, Func<JToken> subtree)
    {
        if (random.Next(3) == 0)
            return subtree();
        var schema = new JObject();
        for (var i = random.Next(3); i >= 0; i--)
        {
            var keyword = Keyword(random);
            schema[keyword] = For(keyword, random, subtree);
        }

        return schema;
    }

    private static JObject Members(Random random, Func<JToken> subtree)
    {
        var members = new JObject();
        for (var i = random.Next(4); i >= 0; i--)
            members[Name(random)] = random.Next(3) == 0 ? Schema(random, subtree) : subtree();
        return members;
    }
}
