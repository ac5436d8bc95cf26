using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Amqp;

public sealed class MessagePropertiesMapperTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Headers_may_be_nested_deeper_than_the_stack_is(bool inTables)
    {
        object? value = "core"u8.ToArray();
        for (var depth = 0; depth < 100_000; depth++)
            value = inTables ? new Dictionary<string, object?> { ["in"] = value } : new List<object?> { value };
        var properties = new BasicProperties { Headers = new Dictionary<string, object?> { ["out"] = value } };

        var mapped = Map(properties).Headers["out"];
        for (var depth = 0; depth < 50; depth++)
            mapped = inTables
                ? Assert.IsType<Dictionary<string, object?>>(mapped)["in"]
                : Assert.IsType<object?[]>(mapped)[0];
        Assert.NotNull(mapped);
    }

    [Fact]
    public void Headers_that_are_nested_as_anybody_would_are_mapped_all_the_way()
    {
        object? value = "core"u8.ToArray();
        for (var depth = 0; depth < 100; depth++)
            value = new Dictionary<string, object?> { ["in"] = value };
        object? mapped = Map(new BasicProperties { Headers = (Dictionary<string, object?>)value! }).Headers;
        for (var depth = 0; depth < 100; depth++)
            mapped = ((IReadOnlyDictionary<string, object?>)mapped!)["in"];
        Assert.Equal("core", mapped);
    }

    private static MessageProperties Map(BasicProperties properties) => MessagePropertiesMapper.Map(properties);
}
