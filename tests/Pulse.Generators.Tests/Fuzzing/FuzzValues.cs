using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Pulse.Generators.Tests.Fuzzing;

/// <summary>The values that mutations put in: strings, numbers, keywords and schemas.</summary>
internal static class FuzzValues
{
    public static string Name(Random random) =>
        random.Next(20) switch
        {
            0 => new string(Pick(random, FuzzWords.Names).FirstOrDefault('x'), random.Next(1, 300)),
            1 => string.Concat(Enumerable.Range(0, random.Next(2, 6)).Select(_ => Pick(random, FuzzWords.Names))),
            2 => new string('x', random.Next(1000, 20_000)),
            3 => Pick(random, FuzzWords.Keywords),
            _ => Pick(random, FuzzWords.Names),
        };

    public static string Uri(Random random) =>
        random.Next(30) == 0 ? "/" + new string('a', random.Next(70_000)) : Pick(random, FuzzWords.Uris);

    public static string Keyword(Random random) => Pick(random, FuzzWords.Keywords);

    public static string Number(Random random) =>
        random.Next(20) switch
        {
            0 => new string('9', random.Next(1, 1000)),
            1 => "0." + new string('3', random.Next(1, 1000)),
            2 => random.Next().ToString(CultureInfo.InvariantCulture),
            _ => Pick(random, FuzzWords.Numbers),
        };

    /// <summary>Any value; one that fits the keyword, more often than not.</summary>
    public static JToken For(string keyword, Random random, Func<JToken> subtree)
    {
        if (random.Next(6) == 0)
            return Atom(random);
        JArray Several(Func<JToken> make) => new(Enumerable.Range(0, random.Next(5)).Select(_ => make()));
        return keyword switch
        {
            "type" => random.Next(3) > 0 ? Pick(random, FuzzWords.Types) : Several(() => Pick(random, FuzzWords.Types)),
            "enum" => Several(() => random.Next(3) > 0 ? Name(random) : Atom(random)),
            "x-enumNames" => Several(() => Name(random)),
            "format" => Pick(random, ["date-time", "date", "int32", "uri", "time", ""]),
            "pattern" => Pick(random, ["^a$", "(", "[^", "(a+)+$", "\\p{L}", "^[a-z]{1,99999}$"]),
            "maxLength" or "minimum" or "maximum" or "maxItems" => new JRaw(Number(random)),
            "required" => Several(() => Name(random)),
            "$ref" or "$id" or "id" or "$dynamicRef" or "$recursiveRef" or "schema" => Uri(random),
            "$schema" => Pick(random, FuzzWords.Dialects),
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
