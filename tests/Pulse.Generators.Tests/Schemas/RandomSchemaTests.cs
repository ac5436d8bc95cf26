using System.Globalization;
using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Schemas;

/// <summary>
/// Random schemas: what is generated compiles, and reads and writes whatever NJsonSchema's validator accepts.
/// The same schemas in each run; more of them with the environment variable <c>PULSE_RANDOM_SCHEMAS</c> (how
/// many), other ones with <c>PULSE_RANDOM_SEED</c> (the first one's seed; each has the next number).
/// </summary>
public class RandomSchemaTests
{
    private const int BatchSize = 40;
    private const int InstancesOfEach = 12;

    [Fact]
    public void Generated_code_compiles_and_reads_and_writes_every_valid_message()
    {
        var (first, count) = (Setting("PULSE_RANDOM_SEED", 0), Setting("PULSE_RANDOM_SCHEMAS", 240));
        var valid = 0;
        foreach (var seeds in Enumerable.Range(first, count).Chunk(BatchSize))
        {
            var schemas = seeds.Select(seed => new RandomSchemas(new Random(seed)).Make()).ToList();
            var typed = Compile(seeds, schemas);
            for (var number = 0; number < seeds.Length; number++)
                valid += AssertRoundTrips(typed, number, schemas[number], seeds[number]);
        }

        Assert.True(valid > count * 3, $"Only {valid} instances were valid: too few to show anything.");
    }

    private static TypedSchemas Compile(int[] seeds, List<JsonNode> schemas)
    {
        if (Attempt([.. schemas.Select(schema => schema.ToJsonString())], out var typed) is null)
            return typed!;
        // One of them, or all of them together.
        for (var i = 0; i < seeds.Length; i++)
        {
            var fault = Attempt([schemas[i].ToJsonString()], out _);
            Assert.True(fault is null, $"Seed {seeds[i]}: {fault}\n{schemas[i].ToJsonString()}");
        }

        Assert.Fail(
            $"Seeds {seeds[0]} to {seeds[^1]} together: {Attempt([.. schemas.Select(schema => schema.ToJsonString())], out _)}"
        );
        return null;
    }

    private static string? Attempt(IReadOnlyList<string> schemas, out TypedSchemas? typed)
    {
        try
        {
            typed = TypedSchemas.Compile(schemas);
            return typed.Reported.IsEmpty ? null : string.Join("\n", typed.Reported);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            typed = null;
            return fault.Message;
        }
    }

    /// <returns>How many instances were valid.</returns>
    private static int AssertRoundTrips(TypedSchemas typed, int number, JsonNode schema, int seed)
    {
        var validator = new SchemaValidator(schema);
        var random = new Random(seed);
        var generator = new InstanceGenerator(schema, random, addsUnknown: true);
        var known = new HashSet<string>();
        AddNames(schema, known);
        var valid = 0;
        for (var i = 0; i < InstancesOfEach; i++)
        {
            var instance = i < InstancesOfEach - 1 ? generator.Make(schema) : generator.Anything();
            if (i % 3 == 2)
                instance = Changed(instance, generator, random);
            var json = instance?.ToJsonString() ?? "null";
            if (!validator.Accepts(json))
                continue;
            valid++;
            var fault = RoundTrip.Fault(typed, number, json, name => !known.Contains(name));
            Assert.True(fault is null, $"Seed {seed}: {fault}\n{schema.ToJsonString()}\n{json}");
        }

        return valid;
    }

    /// <summary>The same with one value, somewhere in it, of any other kind: if that is valid too, it must be read.</summary>
    private static JsonNode? Changed(JsonNode? instance, InstanceGenerator generator, Random random)
    {
        switch (instance)
        {
            case JsonObject { Count: > 0 } owner when random.Next(6) > 0:
                var name = owner.ElementAt(random.Next(owner.Count)).Key;
                var value = owner[name];
                owner.Remove(name);
                if (random.Next(4) > 0)
                    owner[name] = Changed(value, generator, random);
                return owner;
            case JsonArray { Count: > 0 } items when random.Next(6) > 0:
                var index = random.Next(items.Count);
                var item = items[index];
                items.RemoveAt(index);
                items.Insert(index, Changed(item, generator, random));
                return items;
            default:
                return generator.Anything();
        }
    }

    /// <summary>The properties that the schema's types have, those that apply only at times included; <c>not</c> bears on no type.</summary>
    private static void AddNames(JsonNode? node, HashSet<string> names)
    {
        foreach (var item in node as JsonArray ?? [])
            AddNames(item, names);
        foreach (var (keyword, value) in node as JsonObject ?? [])
        {
            if (keyword is "not" or "default" or "const" or "enum")
                continue;
            if (keyword is "properties" or "definitions" or "$defs" && value is JsonObject schemas)
            {
                if (keyword == "properties")
                    names.UnionWith(schemas.Select(property => property.Key));
                foreach (var (_, schema) in schemas)
                    AddNames(schema, names);
            }
            else
            {
                AddNames(value, names);
            }
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
