namespace Pulse.CodeFixes.Tests;

public class QueueArgumentFixTests
{
    [Theory]
    [InlineData("\"x-message-ttl\", \"60000\"", "\"x-message-ttl\", 60000")]
    [InlineData("\"x-max-length-bytes\", \"5000000000\"", "\"x-max-length-bytes\", 5000000000")]
    [InlineData("\"x-expires\", 60000.0", "\"x-expires\", 60000")]
    [InlineData("\"x-single-active-consumer\", \"True\"", "\"x-single-active-consumer\", true")]
    [InlineData("\"x-queue-type\", \"qourum\"", "\"x-queue-type\", \"quorum\"")]
    [InlineData("\"x-max-age\", \"7d\"", "\"x-max-age\", \"7D\"")]
    public async Task A_value_that_RabbitMQ_refuses_is_replaced(string wrong, string right) =>
        Assert.Equal(
            Snippet.Program($"_ = pulse.Queue().Argument({right});"),
            await Editor.FixAsync(
                new QueueArgumentFix(),
                Snippet.Program($"_ = pulse.Queue().Argument({wrong});"),
                "PULSE209"
            )
        );

    [Theory]
    [InlineData("\"x-message-ttl\", \"soon\"")]
    [InlineData("\"x-message-ttl\", TimeSpan.FromMinutes(1)")]
    [InlineData("\"x-overflow\", \"something\"")]
    [InlineData("\"x-expires\", 0")]
    public async Task A_value_is_left_to_the_user_where_the_right_one_is_not_certain(string arguments) =>
        Assert.Empty(
            await Editor.OfferedAsync(
                new QueueArgumentFix(),
                Snippet.Program($"_ = pulse.Queue().Argument({arguments});"),
                "PULSE209"
            )
        );

    [Theory]
    [InlineData("dead-letter-exchange", "x-dead-letter-exchange")]
    [InlineData("x-dead-leter-exchange", "x-dead-letter-exchange")]
    public async Task A_misspelt_name_is_corrected(string wrong, string right) =>
        Assert.Equal(
            Snippet.Program($"_ = pulse.Queue().Argument(\"{right}\", \"dead\");"),
            await Editor.FixAsync(
                new QueueArgumentFix(),
                Snippet.Program($"_ = pulse.Queue().Argument(\"{wrong}\", \"dead\");"),
                "PULSE210"
            )
        );
}
