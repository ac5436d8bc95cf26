using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>
/// Makes random schemas of whatever drafts 4 to 2020-12 have. What describes properties or items says that it is
/// an object or an array, or stands where that is already said: the generator takes it for one anyway.
/// </summary>
internal sealed class RandomSchemas(Random random)
{
    /// <summary>How many local definitions there are to refer to.</summary>
    private const int Definitions = 3;

    // A definition that refers to another before anything is read must not come back to itself.
    private int _firstOpenDefinition;

    private RandomScalars Scalars => new(random);

    /// <summary>A schema, with the definitions that it may refer to.</summary>
    public JsonNode Make()
    {
        var keyword = random.Next(2) == 0 ? "definitions" : "$defs";
        var definitions = new JsonObject();
        for (var i = 0; i < Definitions; i++)
        {
            _firstOpenDefinition = i + 1;
            definitions["d" + i] = Schema(2, isGuarded: false, keyword);
        }

        _firstOpenDefinition = 0;
        if (Schema(0, isGuarded: false, keyword) is not JsonObject schema)
            return JsonNode.Parse(random.Next(2) == 0 ? "true" : "{}")!;
        if (schema.ToJsonString().Contains("\"#/", StringComparison.Ordinal))
            schema[keyword] = definitions;
        return JsonNode.Parse(schema.ToJsonString())!;
    }

    // Guarded: inside a property or an item, where recursion ends with the instance.
    private JsonNode Schema(int depth, bool isGuarded, string definitions)
    {
        var schema = random.Next(
            depth > 3 ? 7
            : depth == 0 ? 14
            : 18
        ) switch
        {
            0 or 1 => Scalars.Text(),
            2 => Scalars.Number(),
            3 => Scalars.Values(),
            4 => new JsonObject { ["type"] = random.Next(3) == 0 ? "null" : "boolean" },
            5 => new JsonObject { ["type"] = Scalars.TypeList() },
            6 => Open(isGuarded, definitions),
            7 or 8 or 9 => Object(depth, definitions),
            10 => Array(depth, definitions),
            11 => AllOf(depth, isGuarded, definitions),
            12 or 13 => Union(depth, isGuarded, definitions),
            _ => Scalars.Text(),
        };
        if (schema is JsonObject described && random.Next(8) == 0)
            Scalars.Decorate(described);
        return schema;
    }

    /// <summary>What says little itself: a reference, anything, nothing.</summary>
    private JsonNode Open(bool isGuarded, string definitions)
    {
        var first = isGuarded ? 0 : _firstOpenDefinition;
        if (random.Next(3) > 0 && first < Definitions)
        {
            var reference =
                isGuarded && random.Next(4) == 0 ? "#" : $"#/{definitions}/d{random.Next(first, Definitions)}";
            return new JsonObject { ["$ref"] = reference };
        }

        return random.Next(5) switch
        {
            0 => true,
            1 => isGuarded && random.Next(3) == 0 ? false : true,
            2 => new JsonObject { ["format"] = random.Pick(SchemaWords.Formats) },
            _ => new JsonObject(),
        };
    }

    private JsonObject Object(int depth, string definitions)
    {
        var schema = new JsonObject { ["type"] = random.Next(5) == 0 ? new JsonArray("object", "null") : "object" };
        AddProperties(schema, depth, definitions, random.Next(6) == 0 ? 0 : random.Next(1, 5 - Math.Min(depth, 2)));
        if (random.Next(3) == 0)
            schema["additionalProperties"] = random.Next(4) switch
            {
                0 => true,
                1 => false,
                _ => Schema(depth + 1, true, definitions),
            };
        if (random.Next(6) == 0)
            schema["patternProperties"] = new JsonObject
            {
                [random.Pick(SchemaWords.Patterns)] = Schema(depth + 1, true, definitions),
            };
        return schema;
    }

    private void AddProperties(JsonObject schema, int depth, string definitions, int count)
    {
        var properties = new JsonObject();
        for (var i = 0; i < count; i++)
            properties[random.Pick(SchemaWords.Names)] = Schema(depth + 1, true, definitions);
        var required = new JsonArray([
            .. properties.Where(_ => random.Next(3) == 0).Select(property => (JsonNode)property.Key),
        ]);
        if (random.Next(15) == 0)
            required.Add(InstanceGenerator.UnknownPrefix + "-required");
        if (count > 0 || random.Next(3) == 0)
            schema["properties"] = properties;
        if (required.Count > 0)
            schema["required"] = required;
    }

    private JsonObject Array(int depth, string definitions)
    {
        var schema = new JsonObject { ["type"] = "array" };
        switch (random.Next(6))
        {
            case 0:
                break;
            case 1:
                var modern = random.Next(2) == 0;
                schema[modern ? "prefixItems" : "items"] = random.List(
                    1,
                    3,
                    () => Schema(depth + 1, true, definitions)
                );
                if (random.Next(2) == 0)
                    schema[modern ? "items" : "additionalItems"] =
                        random.Next(2) == 0 ? false : Schema(depth + 1, true, definitions);
                break;
            default:
                schema["items"] = Schema(depth + 1, true, definitions);
                break;
        }

        if (random.Next(4) == 0)
            schema["minItems"] = 1;
        if (random.Next(4) == 0)
            schema["maxItems"] = random.Next(1, 4);
        return schema;
    }

    private JsonObject AllOf(int depth, bool isGuarded, string definitions)
    {
        if (random.Next(3) > 0)
        {
            // Parts of one object; only some of them say so.
            var whole = Object(depth, definitions);
            whole["type"] = "object";
            whole["allOf"] = random.List(
                1,
                3,
                () => random.Next(4) == 0 ? Object(depth + 1, definitions) : Part(depth, definitions)
            );
            return whole;
        }

        return new() { ["allOf"] = random.List(1, 3, () => Schema(depth + 1, isGuarded, definitions)) };
    }

    private JsonObject Part(int depth, string definitions)
    {
        var part = new JsonObject();
        AddProperties(part, depth + 1, definitions, random.Next(0, 3));
        return part;
    }

    private JsonObject Union(int depth, bool isGuarded, string definitions)
    {
        var keyword = random.Next(2) == 0 ? "oneOf" : "anyOf";
        switch (random.Next(7))
        {
            case 0: // by kind
                string[] kinds = [.. SchemaWords.Kinds];
                random.Shuffle(kinds);
                var ofKinds = kinds.Take(random.Next(1, 5)).Select(kind => (JsonNode)OfKind(kind, depth, definitions));
                return new() { [keyword] = new JsonArray([.. ofKinds]) };
            case 1: // by a constant
                return new() { [keyword] = Cases(depth, definitions, "kind") };
            case 2: // by a constant, some of it said for all cases
                var common = Object(depth + 1, definitions);
                common["type"] = "object";
                common[keyword] = Cases(depth, definitions, random.Pick(SchemaWords.Names));
                return common;
            case 3: // by a required property
                var withOwn = Enumerable
                    .Range(0, random.Next(2, 4))
                    .Select(i => (JsonNode)WithOwn("own" + i, depth, definitions));
                return new() { [keyword] = new JsonArray([.. withOwn]) };
            case 4: // or null
                return new()
                {
                    [keyword] = new JsonArray(
                        new JsonObject { ["type"] = "null" },
                        Schema(depth + 1, isGuarded, definitions)
                    ),
                };
            case 5: // conditions only
                var conditional = Object(depth, definitions);
                conditional["type"] = "object";
                conditional[keyword] = random.List(
                    1,
                    3,
                    () => random.Next(2) == 0 ? Part(depth, definitions) : Requirement(conditional)
                );
                return conditional;
            default: // whatever
                return new() { [keyword] = random.List(1, 4, () => Schema(depth + 1, isGuarded, definitions)) };
        }
    }

    private JsonObject Requirement(JsonObject schema)
    {
        var name = random.Pick(SchemaWords.Names);
        return new()
        {
            ["required"] = new JsonArray(schema["properties"]?[name] is null ? InstanceGenerator.UnknownPrefix : name),
        };
    }

    private JsonArray Cases(int depth, string definitions, string property)
    {
        string[] words = [.. SchemaWords.Words];
        random.Shuffle(words);
        return new([
            .. words
                .Take(random.Next(1, 4))
                .Select(word =>
                {
                    var schema = Object(depth + 1, definitions);
                    schema["type"] = "object";
                    var properties =
                        (JsonObject?)schema["properties"] ?? (JsonObject)(schema["properties"] = new JsonObject());
                    properties[property] =
                        random.Next(2) == 0
                            ? new JsonObject { ["const"] = word }
                            : new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(word) };
                    var required = (JsonArray?)schema["required"] ?? (JsonArray)(schema["required"] = new JsonArray());
                    if (random.Next(8) > 0 && !required.Any(name => (string?)name == property))
                        required.Add(property);
                    return (JsonNode)schema;
                }),
        ]);
    }

    private JsonObject WithOwn(string property, int depth, string definitions)
    {
        var schema = new JsonObject { ["type"] = "object" };
        AddProperties(schema, depth + 1, definitions, random.Next(0, 3));
        var properties = (JsonObject?)schema["properties"] ?? (JsonObject)(schema["properties"] = new JsonObject());
        properties[property] = Schema(depth + 2, true, definitions);
        schema["required"] = new JsonArray(property);
        if (random.Next(6) > 0)
            schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject OfKind(string kind, int depth, string definitions) =>
        kind switch
        {
            "string" => random.Next(2) == 0
                ? Scalars.Text()
                : new() { ["enum"] = random.List(1, 3, () => random.Pick(SchemaWords.Words)) },
            "object" => Object(depth + 1, definitions),
            "array" => Array(depth + 1, definitions),
            _ => new() { ["type"] = kind },
        };
}
