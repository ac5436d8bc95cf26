namespace Pulse.Runtime.Tests.Amqp;

/// <summary>What an error says when a port refuses, or a connection is full.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class RefusalTests(RabbitMqFixture rabbitMq)
{
    [Theory]
    [InlineData("[::1]", "Connection refused ([::1]:1)")]
    [InlineData("localhost", "Connection refused (127.0.0.1:1)")]
    public async Task A_refused_port_is_reported_as_refused_with_the_address(string host, string why)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { Url = $"amqp://{host}:1" });
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(async () =>
            await connection.OpenChannelAsync()
        );
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_without_a_free_channel_says_so()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        PulseException? error = null;
        for (var count = 0; error is null && count < 3_000; count++)
            error = await Record.ExceptionAsync(async () => await connection.OpenChannelAsync()) as PulseException;
        Assert.Contains("as many channels as the broker allows", error?.Message, StringComparison.Ordinal);
        Assert.Equal(PulseState.Connected, connection.State);
    }
}
