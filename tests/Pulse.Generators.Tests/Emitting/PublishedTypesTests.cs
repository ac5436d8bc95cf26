using System.Text;
using Pulse.Generators.Tests.Schemas;

namespace Pulse.Generators.Tests.Emitting;

/// <summary>What is emitted for publishers: keys that know their exchange and payload, and the list of exchanges.</summary>
public sealed class PublishedTypesTests
{
    private const string Key = """
        new QueueEvents.TaskDefinedKey
        {
            TaskId = "t", ProvisionerId = "aws", WorkerType = "gaia", SchedulerId = "s", TaskGroupId = "g",
        }
        """;

    [Fact]
    public void A_message_is_published_under_a_key_of_its_exchange() =>
        Assert.Empty(Errors($"publisher.PublishAsync({Key}, defined)"));

    [Fact]
    public void The_payload_can_be_written_without_its_type() =>
        Assert.Empty(Errors($"publisher.PublishAsync({Key}, new() {{ Version = 1, Status = defined.Status }})"));

    [Fact]
    public void A_message_of_another_exchange_does_not_compile() =>
        Assert.NotEmpty(Errors($"publisher.PublishAsync({Key}, completed)"));

    [Fact]
    public void A_key_without_a_required_field_does_not_compile() =>
        Assert.Contains(
            "CS9035",
            Errors($"publisher.PublishAsync({Key.Replace("TaskId = \"t\", ", "", StringComparison.Ordinal)}, defined)")
        );

    [Fact]
    public void A_binding_is_not_a_key() =>
        Assert.NotEmpty(Errors("publisher.PublishAsync(new QueueEvents.TaskDefined { TaskId = \"t\" }, defined)"));

    [Fact]
    public void A_key_writes_the_payload_and_names_exchange_and_routing_key()
    {
        var schemas = TypedSchemas.Compile("""{ "type": "object", "properties": { "a": { "type": "integer" } } }""");
        var payload = schemas.Read("""{"a":1}""")!;
        var (key, type) = KeyOf(schemas);
        Assert.Equal("""{"a":1}""", Written(key, type, payload));
        Assert.Equal("exchange/test/e0", type.GetProperty("ExchangeName")!.GetValue(key));
        Assert.Equal(key.ToString(), type.GetProperty("RoutingKey")!.GetValue(key));
    }

    [Theory]
    [InlineData("""{ "type": "array", "items": { "type": "integer" } }""", "[1,2]")]
    [InlineData("""{ "type": "object", "additionalProperties": { "type": "string" } }""", """{"k":"v"}""")]
    [InlineData("""{ "type": "string" }""", "\"text\"")]
    [InlineData("""{ "enum": ["on", "off"] }""", "\"on\"")]
    [InlineData("""{ "type": "number" }""", "1.5")]
    [InlineData("{}", """[{"any":1}]""")]
    [InlineData("""{ "type": ["string", "null"] }""", "null")]
    [InlineData("""{ "type": ["array", "null"], "items": { "type": "boolean" } }""", "[true]")]
    [InlineData("""{ "oneOf": [{ "type": "string" }, { "type": "boolean" }] }""", "true")]
    public void A_payload_that_is_no_record_is_written_too(string schema, string json)
    {
        var schemas = TypedSchemas.Compile(schema);
        var binding = Activator.CreateInstance(schemas.Type("Event0"))!;
        var payload = ((IBinding)binding).ReadPayload(Encoding.UTF8.GetBytes(json));
        var (key, type) = KeyOf(schemas);
        Assert.Equal(json, Written(key, type, payload));
    }

    private static (object Key, Type Type) KeyOf(TypedSchemas schemas)
    {
        var type = schemas.Type("Event0Key");
        return (type.GetMethod("Parse", [typeof(string)])!.Invoke(null, [""])!, type);
    }

    private static string Written(object key, Type type, object? payload) =>
        Encoding.UTF8.GetString((byte[])type.GetMethod("WritePayload")!.Invoke(key, [payload])!);

    private static List<string> Errors(string publish) =>
        [
            .. GeneratorRun
                .Of(
                    $$"""
                    using System.Threading.Tasks;
                    using Pulse;
                    using Sample;

                    /// <summary>A publisher.</summary>
                    public static class Publishing
                    {
                        /// <summary>Publishes.</summary>
                        /// <param name="publisher">The publisher.</param>
                        /// <param name="defined">A message.</param>
                        /// <param name="completed">Another.</param>
                        /// <returns>A task.</returns>
                        public static Task PublishAsync(PulsePublisher publisher, QueueEvents.TaskDefinedMessage defined, QueueEvents.TaskCompletedMessage completed) =>
                            {{publish}};
                    }

                    """
                        + Consumer.QueueEvents.Replace(
                            "namespace Sample;",
                            "namespace Sample {",
                            StringComparison.Ordinal
                        )
                        + "}",
                    Consumer.Taskcluster
                )
                .Errors.Select(error => error.Id),
        ];
}
