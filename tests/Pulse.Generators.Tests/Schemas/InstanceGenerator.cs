using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>
/// Makes random instances of a JSON Schema. Most of them are valid; where keywords work against each other
/// (<c>not</c>, <c>oneOf</c>s that overlap, <c>uniqueItems</c>) some are not, so whoever needs that asks a validator.
/// </summary>
/// <param name="root">The document: <c>$ref</c>s are pointers in it.</param>
/// <param name="random">What chooses.</param>
/// <param name="addsUnknown">Whether objects get properties that no schema names, where it lets them.</param>
internal sealed class InstanceGenerator(JsonNode root, Random random, bool addsUnknown)
{
    /// <summary>Starts the name of a property that nothing describes.</summary>
    public const string UnknownPrefix = "extra";

    // Deeper down only what must be there.
    private const int MaxDepth = 5;

    private static readonly string[] Texts =
    [
        "",
        "a",
        "some text",
        "\"quoted\" \\ \n\t\u0001",
        "🦊 größe 日本",
        "2024-02-30",
        "null",
        "1e5",
        "</script>&'+",
    ];

    private readonly EffectiveSchemas _effective = new(root, random);

    /// <param name="schema">A schema of the document.</param>
    public JsonNode? Make(JsonNode schema) => Make(schema, 0);

    /// <summary>Any JSON.</summary>
    public JsonNode? Anything(int depth = 0) =>
        random.Next(depth > 2 ? 6 : 8) switch
        {
            0 => null,
            1 => random.Next(2) == 0,
            2 => random.Next(-5, 5),
            3 => 1.5,
            4 or 5 => Texts[random.Next(Texts.Length)],
            6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Anything(depth + 1))]),
            _ => new JsonObject(
                Enumerable
                    .Range(0, random.Next(4))
                    .Select(i => KeyValuePair.Create(UnknownPrefix + i, Anything(depth + 1)))
            ),
        };

    private JsonNode? Make(JsonNode? schema, int depth)
    {
        // A schema that requires itself without end has no instance.
        if (depth > 30)
            return null;
        var effective = _effective.Of(schema, prefersShallow: depth > MaxDepth);
        if (effective["enum"] is JsonArray values && values.Count > 0)
            return values[random.Next(values.Count)]?.DeepClone();
        return TypeOf(effective) switch
        {
            "null" => null,
            "boolean" => random.Next(2) == 0,
            "integer" => Integer(effective, long.MaxValue),
            // Of integers, a double holds the small ones only.
            "number" => random.Next(3) == 0 ? Integer(effective, 1L << 53) : Number(effective),
            "string" => Text(effective),
            "array" => Array(effective, depth),
            "object" => Object(effective, depth),
            _ => Anything(depth),
        };
    }

    private string? TypeOf(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
        {
            var chosen = types.Count > 0 ? (string?)types[random.Next(types.Count)] : null;
            return chosen == "integer" && types.Any(other => (string)other! == "number") ? "number" : chosen;
        }

        if (schema["type"] is { } type)
            return (string?)type;
        if (Has("properties", "required", "patternProperties", "additionalProperties"))
            return "object";
        if (Has("items", "prefixItems"))
            return "array";
        return Has("format", "pattern", "minLength", "maxLength") ? "string"
            : Has("minimum", "maximum") ? "number"
            : null;

        bool Has(params string[] keywords) => keywords.Any(schema.ContainsKey);
    }

    private JsonObject Object(JsonObject schema, int depth)
    {
        var instance = new JsonObject();
        var properties = schema["properties"] as JsonObject ?? [];
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToList();
        foreach (var (name, property) in properties)
        {
            if (required.Contains(name) || (depth <= MaxDepth && random.Next(3) > 0 && !IsFalse(property)))
                instance[name] = Make(property, depth + 1);
        }

        foreach (var name in required.Where(name => !instance.ContainsKey(name)))
            instance[name] = schema["additionalProperties"] is JsonObject rest
                ? Make(rest, depth + 1)
                : Anything(depth + 1);
        if (depth > MaxDepth)
            return instance;

        foreach (var (pattern, property) in schema["patternProperties"] as JsonObject ?? [])
        {
            if (random.Next(2) == 0 && PatternSampler.Sample(pattern, random, 4) is var name)
                instance.TryAdd(name, Make(property, depth + 1));
        }

        if (schema["additionalProperties"] is JsonObject additional)
        {
            for (var i = random.Next(3); i > 0; i--)
                instance.TryAdd("more" + i, Make(additional, depth + 1));
        }
        else if (addsUnknown && !IsFalse(schema["additionalProperties"]) && random.Next(3) == 0)
        {
            instance.TryAdd(UnknownPrefix + "-unknown", Anything(depth + 1));
        }

        // Properties come in any order.
        var entries = instance.ToArray();
        instance.Clear();
        random.Shuffle(entries);
        return new(entries);
    }

    private static bool IsFalse(JsonNode? schema) => schema?.GetValueKind() == JsonValueKind.False;

    private JsonArray Array(JsonObject schema, int depth)
    {
        var tuple = (schema["prefixItems"] ?? schema["items"]) as JsonArray;
        var rest =
            tuple is null ? schema["items"]
            : schema["prefixItems"] is null ? schema["additionalItems"]
            : schema["items"];
        var least = (int?)schema["minItems"] ?? 0;
        var most = Math.Min(depth > MaxDepth ? least : least + 3, (int?)schema["maxItems"] ?? int.MaxValue);
        if (tuple is not null)
            (least, most) =
                random.Next(4) == 0
                    ? (least, most)
                    : (Math.Max(least, tuple.Count), tuple.Count + (addsUnknown ? 1 : 0));
        if (IsFalse(rest))
            most = Math.Min(most, tuple?.Count ?? 0);
        var count = random.Next(least, Math.Max(least, most) + 1);
        var items = new JsonArray();
        for (var i = 0; i < count; i++)
        {
            var item =
                i < tuple?.Count ? Make(tuple[i], depth + 1)
                : rest is not null ? Make(rest, depth + 1)
                : Anything(depth + 1);
            if ((bool?)schema["uniqueItems"] != true || !items.Any(other => JsonNode.DeepEquals(item, other)))
                items.Add(item);
        }

        return items;
    }

    private JsonNode Integer(JsonObject schema, long largest)
    {
        var least = Math.Ceiling(
            (decimal?)schema["minimum"] ?? (decimal?)schema["exclusiveMinimum"] + 1 ?? decimal.MinValue
        );
        var most = Math.Floor(
            (decimal?)schema["maximum"] ?? (decimal?)schema["exclusiveMaximum"] - 1 ?? decimal.MaxValue
        );
        // Mostly small; now and then as large as it may be.
        var (near, far) = random.Next(8) switch
        {
            0 => (Math.Max(least, -largest), Math.Max(least, -largest)),
            1 => (Math.Min(most, largest), Math.Min(most, largest)),
            _ when least > 0 => (least, Math.Min(most, least + 100)),
            _ when most < 0 => (Math.Max(least, most - 100), most),
            _ => (Math.Max(least, -100), Math.Min(most, 100)),
        };
        var value = near + Math.Floor((decimal)random.NextDouble() * (far - near + 1));
        if (schema["multipleOf"] is { } step && (decimal)step != 0)
            value -= value % (decimal)step;
        return JsonNode.Parse(value.ToString("0", CultureInfo.InvariantCulture))!;
    }

    private JsonNode Number(JsonObject schema)
    {
        var least = (double?)schema["minimum"] ?? (double?)schema["exclusiveMinimum"] ?? -1000;
        var most = (double?)schema["maximum"] ?? (double?)schema["exclusiveMaximum"] ?? Math.Max(least, 0) + 1000;
        return JsonNode.Parse(
            (least + (random.NextDouble() * (most - least))).ToString(
                random.Next(3) == 0 ? "0.0####" : "R",
                CultureInfo.InvariantCulture
            )
        )!;
    }

    private string Text(JsonObject schema)
    {
        var least = (int?)schema["minLength"] ?? 0;
        var most = (int?)schema["maxLength"] ?? int.MaxValue;
        var pattern = (string?)schema["pattern"];
        if (
            (string?)schema["format"] is { } format
            && Formatted(format) is { } formatted
            && formatted.Length >= least
            && formatted.Length <= most
            && (pattern is null || Regex.IsMatch(formatted, pattern))
        )
            return formatted;
        if (pattern is not null)
        {
            for (var repeats = 1; repeats < 30; repeats++)
            {
                var sample = PatternSampler.Sample(pattern, random, random.Next(repeats + 1));
                if (sample.Length >= least && sample.Length <= most && Regex.IsMatch(sample, pattern))
                    return sample;
            }
        }

        var text = Texts[random.Next(Texts.Length)];
        text = text.Length > most ? "abcdefgh"[..Math.Min(most, 8)] : text;
        return text.PadRight(least, 'p');
    }

    private string? Formatted(string format)
    {
        // With days that exist in all months, and no more than .NET's seven digits.
        var time = new DateTimeOffset(
            random.Next(1, 9999),
            random.Next(1, 13),
            random.Next(1, 29),
            0,
            0,
            0,
            TimeSpan.Zero
        ).AddTicks(random.NextInt64(TimeSpan.TicksPerDay));
        return format switch
        {
            "date-time" => time.ToString(
                random.Next(4) switch
                {
                    0 => "yyyy-MM-ddTHH:mm:ssZ",
                    1 => "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ",
                    2 => "yyyy-MM-ddTHH:mm:ss.ff+05:30",
                    _ => "yyyy-MM-ddTHH:mm:ss.fffZ",
                },
                CultureInfo.InvariantCulture
            ),
            "date" => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "time" => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            "uri" => $"https://example.com/{random.Next(100)}?q=a%20b#c",
            "email" => "someone@example.com",
            "hostname" => "host.example.com",
            "ipv4" => "127.0.0.1",
            "ipv6" => "::1",
            "uuid" => $"01234567-89ab-cdef-0123-{random.NextInt64(1L << 48):x12}",
            "byte" => "AQID",
            "regex" => "^a+$",
            _ => null,
        };
    }
}
