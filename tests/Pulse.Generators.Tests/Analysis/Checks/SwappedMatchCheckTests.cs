using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

// What is and is not reported, in many forms: MistakesTests and RightUsagesTests.
public class SwappedMatchCheckTests
{
    [Fact]
    public void The_warning_names_the_pattern() =>
        Assert.Equal(
            "'primary.#' is a pattern, but is passed as the routing key; swap the two arguments",
            Analyzed
                .Statements("_ = [|RoutingKeyPattern.Matches(args[0], \"primary.#\")|];", "PULSE208")[0]
                .GetMessage(CultureInfo.InvariantCulture)
        );

    [Theory]
    [InlineData("pattern")]
    [InlineData("widePattern")]
    [InlineData("theirBinding.RoutingKey")]
    public void Two_patterns_may_be_compared(string wide) =>
        Analyzed.Source(
            $"static class Program {{ static bool Covers(string pattern, string widePattern, IBinding theirBinding) => RoutingKeyPattern.Matches({wide}, \"primary.*\"); }}"
        );
}
