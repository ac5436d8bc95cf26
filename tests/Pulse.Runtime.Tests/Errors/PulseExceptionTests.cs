namespace Pulse.Runtime.Tests.Errors;

/// <summary>What a program prints that ends with one of our exceptions.</summary>
public sealed class PulseExceptionTests
{
    [Fact]
    public async Task A_failed_connect_is_shown_by_its_message_its_innermost_cause_and_where_it_was_thrown()
    {
        await using var connection = new PulseConnection(url: "amqp://127.0.0.1:1");
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(async () =>
            await connection.OpenChannelAsync()
        );
        var lines = error.ToString().Split('\n');
        Assert.Equal($"Pulse.ConnectionFailedException: {error.Message}", lines[0]);
        Assert.Equal(" ---> System.Net.Sockets.SocketException: Connection refused", lines[1]);
        Assert.StartsWith("   at Pulse.", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("RabbitMQ.Client", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_the_application_is_shown_whole()
    {
        await using var connection = new PulseConnection(
            new PulseOptions { Url = "amqp://127.0.0.1:1", Credentials = FetchTokenAsync }
        );
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(async () =>
            await connection.OpenChannelAsync()
        );
        Assert.Contains(nameof(FetchTokenAsync), error.ToString(), StringComparison.Ordinal);

        static Task<PulseCredentials> FetchTokenAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no token");
    }
}
