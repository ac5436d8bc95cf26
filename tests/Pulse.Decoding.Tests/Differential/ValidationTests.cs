using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Xunit.Abstractions;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>
/// Mutated messages of Taskcluster, checked by <c>Validate()</c> and by JsonSchema.Net: both accept the same ones. The same
/// messages in each run; more of them with the environment variable <c>PULSE_VALIDATED_MESSAGES</c> (how many), other ones with
/// <c>PULSE_VALIDATION_SEED</c> (the first one's seed; each has the next number).
/// </summary>
public class ValidationTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, JsonSchema> Schemas = Read();

    private static readonly List<(
        Message Message,
        JsonNode Json,
        JsonSchema Schema,
        Action<object> Validate
    )> Samples =
    [
        .. typeof(QueueEvents)
            .Assembly.GetCustomAttributes<PulseBindingsAttribute>()
            .SelectMany(attribute => attribute.Bindings)
            .Select(binding => (IBinding)Activator.CreateInstance(binding)!)
            .Select(binding =>
            {
                var message = Message.Sample(binding);
                return (message, JsonNode.Parse(message.Json)!, Schemas[SchemaOf(binding)], ValidateOf(message.Type));
            }),
    ];

    [Fact]
    public void Messages_that_fit_their_schemas_have_no_fault() =>
        Assert.All(Samples, sample => sample.Validate(sample.Message.Decode(sample.Message.Json)));

    [Fact]
    public void Mutated_messages_are_accepted_as_by_an_independent_validator()
    {
        var (first, count) = (Setting.Of("PULSE_VALIDATION_SEED", 0), Setting.Of("PULSE_VALIDATED_MESSAGES", 10_000));
        var (valid, invalid) = (0, 0);
        var differences = new ConcurrentBag<string>();
        Parallel.For(
            first,
            first + count,
            seed =>
            {
                var random = new Random(seed);
                var (message, json, schema, validate) = Samples[random.Next(Samples.Count)];
                var mutated = new ConstraintMutation(random).Of(json);
                object value;
                try
                {
                    value = message.Decode(Encoding.UTF8.GetBytes(mutated.ToJsonString()));
                }
                catch (JsonException)
                {
                    return; // It lacks a property, or has one of another type.
                }

                var faults = FaultsOf(value, validate);
                using var written = JsonDocument.Parse(JsonSerializer.Serialize(value, message.Type));
                var isValid = schema.Evaluate(written.RootElement).IsValid;
                Interlocked.Increment(ref isValid ? ref valid : ref invalid);
                if (isValid != (faults.Count == 0))
                    differences.Add(
                        $"Seed {seed}, {message.Type.Name}: {(isValid ? "valid" : "not valid")}, but {string.Join(" ", faults)}\n{written.RootElement}"
                    );
            }
        );
        Assert.True(
            differences.IsEmpty,
            $"{differences.Count} of {count} messages:\n{string.Join("\n", differences.OrderBy(text => text.Length).Take(10))}"
        );
        output.WriteLine($"{count} messages: {valid} valid, {invalid} not");
        Assert.True(
            valid > count / 8 && invalid > count / 4,
            $"{valid} valid, {invalid} not: too few to show anything."
        );
    }

    private static IReadOnlyList<PayloadFault> FaultsOf(object value, Action<object> validate)
    {
        try
        {
            validate(value);
            return [];
        }
        catch (InvalidPayloadException invalid)
        {
            return invalid.Faults;
        }
    }

    private static Action<object> ValidateOf(Type type)
    {
        var method = type.GetMethod("Validate", Type.EmptyTypes)!;
        return value => method.Invoke(value, BindingFlags.DoNotWrapExceptions, null, null, null);
    }

    /// <summary>The schema that a reference names for an exchange.</summary>
    private static string SchemaOf(IBinding binding)
    {
        var parts = binding.ExchangeName.Split('/'); // exchange/taskcluster-queue/v1/task-defined
        var service = parts[1]["taskcluster-".Length..];
        var reference = Repository
            .JsonFiles(Path.Combine(Repository.TaskclusterSchemas, "references", service))
            .Values.Select(text => JsonNode.Parse(text)!)
            .Single();
        var entry = reference["entries"]!.AsArray().Single(entry => (string)entry!["exchange"]! == parts[3])!;
        return $"/schemas/{service}/{((string)entry["schema"]!).TrimEnd('#')}";
    }

    /// <summary>
    /// Says in the words of .NET, whose regular expressions JsonSchema.Net uses, what <c>$</c> means in ECMA-262: for .NET it is
    /// before a last line feed, too.
    /// </summary>
    private static void EndStrictly(JsonNode? node)
    {
        foreach (var item in node as JsonArray ?? [])
            EndStrictly(item);
        foreach (var (keyword, value) in (node as JsonObject ?? []).ToList())
        {
            if (keyword == "pattern" && value is JsonValue && (string)value! is { } pattern && pattern.EndsWith('$'))
                node![keyword] = pattern + "(?!\n)";
            else
                EndStrictly(value);
        }
    }

    /// <summary>Taskcluster's schemas by their URIs, with its meta-schema called what it is: draft 7.</summary>
    private static Dictionary<string, JsonSchema> Read()
    {
        const string server = "http://pulse.invalid";
        var schemas = new Dictionary<string, JsonElement>();
        foreach (var text in Repository.JsonFiles(Path.Combine(Repository.TaskclusterSchemas, "schemas")).Values)
        {
            var json = JsonNode.Parse(text)!.AsObject();
            var id = ((string)json["$id"]!).TrimEnd('#');
            json["$schema"] = "http://json-schema.org/draft-07/schema#";
            json["$id"] = server + id;
            EndStrictly(json);
            schemas.Add(id, JsonSerializer.SerializeToElement(json));
        }

        var registry = new SchemaRegistry();
        var options = new BuildOptions { SchemaRegistry = registry };
        registry.Fetch = (uri, _) => JsonSchema.Build(schemas[uri.AbsolutePath], options);
        return schemas.Keys.ToDictionary(
            id => id,
            id =>
                registry.Get(new Uri(server + id)) as JsonSchema
                ?? throw new InvalidOperationException($"There is no {id}.")
        );
    }
}
