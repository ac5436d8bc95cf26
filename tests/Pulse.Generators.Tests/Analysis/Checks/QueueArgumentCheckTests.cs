using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

// What is and is not reported, in many forms: MistakesTests and RightUsagesTests.
public class QueueArgumentCheckTests
{
    [Theory]
    [InlineData(
        "\"x-message-ttl\", [|\"60000\"|]",
        "RabbitMQ refuses the string \"60000\" for 'x-message-ttl', which takes a whole number of milliseconds from 0 to 4294967295; did you mean 60000?"
    )]
    [InlineData(
        "\"x-single-active-consumer\", [|1|]",
        "RabbitMQ refuses the number 1 for 'x-single-active-consumer', which takes true or false"
    )]
    [InlineData(
        "\"x-queue-type\", [|\"qourum\"|]",
        "RabbitMQ refuses the string \"qourum\" for 'x-queue-type', which takes 'classic' or 'quorum' or 'stream'; did you mean \"quorum\"?"
    )]
    [InlineData(
        "\"x-max-length\", [|1.5|]",
        "RabbitMQ refuses the fraction 1.5 for 'x-max-length', which takes a whole number"
    )]
    public void The_warning_says_what_the_argument_takes(string arguments, string message) =>
        Assert.Equal(
            message,
            Analyzed
                .Statements($"_ = pulse.Queue().Argument({arguments});", "PULSE209")[0]
                .GetMessage(CultureInfo.InvariantCulture)
        );

    [Fact]
    public void The_warning_suggests_the_name() =>
        Assert.Equal(
            "RabbitMQ knows no queue argument 'dead-letter-exchange' and ignores it; did you mean 'x-dead-letter-exchange'?",
            Analyzed
                .Statements("_ = pulse.Queue().Argument([|\"dead-letter-exchange\"|], \"dead\");", "PULSE210")[0]
                .GetMessage(CultureInfo.InvariantCulture)
        );

    [Fact]
    public void Constants_are_followed_to_their_values() =>
        Analyzed.Source(
            """
            static class Program
            {
                const string Ttl = "x-message-ttl";
                const string Minute = "60000";
                static object Queue(PulseConnection pulse) => pulse.Queue().Argument(Ttl, [|Minute|]);
            }
            """,
            "PULSE209"
        );
}
