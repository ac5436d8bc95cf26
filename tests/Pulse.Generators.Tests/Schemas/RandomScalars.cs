using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>Makes random schemas that have no schema in them: strings, numbers, constants and lists of types.</summary>
internal sealed class RandomScalars(Random random)
{
    public JsonObject Text()
    {
        var schema = new JsonObject { ["type"] = "string" };
        switch (random.Next(5))
        {
            case 0:
                schema["format"] = random.Pick(SchemaWords.Formats);
                break;
            case 1:
                schema["minLength"] = random.Next(3);
                schema["maxLength"] = random.Next(3, 9);
                break;
            case 2:
                schema["pattern"] = "^[a-z]{1,4}(-[0-9]+)?$";
                break;
        }

        return schema;
    }

    public JsonObject Number()
    {
        var schema = new JsonObject { ["type"] = random.Next(2) == 0 ? "integer" : "number" };
        if (random.Next(3) == 0)
            schema["minimum"] = random.Next(-10, 10);
        if (random.Next(3) == 0)
            schema["maximum"] = random.Next(3) == 0 ? 5_000_000_000 : random.Next(10, 1000);
        if (random.Next(8) == 0)
            schema["exclusiveMinimum"] = -20;
        if ((string?)schema["type"] == "integer" && random.Next(4) == 0)
            schema["format"] = "int64";
        return schema;
    }

    public JsonObject Values()
    {
        switch (random.Next(8))
        {
            case 0:
                return new() { ["const"] = random.Pick(SchemaWords.Words) };
            case 1:
                return new() { ["const"] = Constant() };
            case 2:
                return new() { ["enum"] = random.List(1, 4, () => random.Next(-3, 9)) };
            case 3:
                return new() { ["enum"] = random.List(1, 4, Constant) };
            case 4:
                var nullable = random.List(1, 3, () => random.Pick(SchemaWords.Words));
                nullable.Add((JsonNode?)null);
                return new() { ["enum"] = nullable };
            case 5:
                return new()
                {
                    ["type"] = "string",
                    ["enum"] = random.List(1, 4, () => random.Next(4) == 0 ? "" : random.Pick(SchemaWords.Words)),
                };
            case 6:
                return new() { ["type"] = "integer", ["enum"] = random.List(1, 3, () => random.NextInt64()) };
            default:
                return new() { ["enum"] = random.List(1, 5, () => random.Pick(SchemaWords.Words)) };
        }
    }

    // Nothing of which NJsonSchema thinks that it is the same as something of another type.
    public JsonNode? Constant() =>
        random.Next(7) switch
        {
            0 => null,
            1 => random.Next(2) == 0,
            2 => 1.5,
            3 => random.Next(100),
            4 => new JsonArray("in", "a", "list"),
            5 => new JsonObject { [InstanceGenerator.UnknownPrefix] = 7 },
            _ => random.Pick(SchemaWords.Words),
        };

    public JsonArray TypeList()
    {
        string[] types = ["string", "integer", "number", "boolean", "null", "array", "object"];
        random.Shuffle(types);
        return new([.. types.Take(random.Next(1, 4)).Select(type => (JsonNode)type)]);
    }

    /// <summary>Adds keywords that do not change the type.</summary>
    public void Decorate(JsonObject schema)
    {
        switch (random.Next(5))
        {
            case 0:
                schema["if"] = new JsonObject { ["required"] = new JsonArray(InstanceGenerator.UnknownPrefix) };
                schema["then"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["then"] = Text() },
                };
                schema["else"] = false;
                break;
            case 1:
                schema["not"] = new JsonObject { ["type"] = "object", ["required"] = new JsonArray("not") };
                break;
            case 2:
                schema["title"] = random.Pick(SchemaWords.Names);
                schema["description"] = "Says <b> & \u0001\n*/ \"\"\" " + random.Pick(SchemaWords.Names);
                break;
            case 3:
                schema["default"] = Constant();
                break;
            default:
                schema["x-unknown"] = new JsonObject { ["$ref"] = "#/nowhere" };
                break;
        }
    }
}
