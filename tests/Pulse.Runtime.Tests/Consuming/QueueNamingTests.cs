namespace Pulse.Runtime.Tests.Consuming;

/// <summary>The names of queues at the broker, by the application's own rule.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class QueueNamingTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task The_rule_of_the_application_names_a_queue()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { MapQueue = name => $"team.{name}" });
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        Assert.Equal($"team.{scene.QueueName}", queue.Name);
        Assert.True(await scene.QueueExistsAsync($"team.{scene.QueueName}"));
        await queue.DeleteAsync();
    }

    [Fact]
    public async Task The_rule_of_the_application_names_an_anonymous_queue_as_well_by_its_identifier()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { MapQueue = name => $"team.{name}" });
        await using var queue = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        Assert.Matches("^team\\.[0-9a-f]{32}$", queue.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("too long")]
    public void A_rule_that_does_not_return_a_name_is_an_error_that_names_the_option(string? mapped)
    {
        var connection = new PulseConnection(
            new PulseOptions { MapQueue = _ => mapped is "too long" ? new string('x', 256) : mapped! }
        );
        Assert.All(
            new[] { "tasks", null },
            name =>
            {
                var error = Assert.Throws<InvalidOperationException>(() => connection.Queue(name));
                Assert.Contains("PulseOptions.MapQueue", error.Message, StringComparison.Ordinal);
            }
        );
    }
}
