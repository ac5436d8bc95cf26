using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

// What is and is not reported, in many forms: MistakesTests and RightUsagesTests.
public class UnconsumedQueueCheckTests
{
    [Theory]
    [InlineData("[|pulse.Queue(\"a\")|].On(Binding.To(\"x\", \"#\"), d => { });")]
    [InlineData("var queue = [|pulse.ExistingQueue(\"a\")|]; queue.Prefetch(5);")]
    [InlineData("var one = [|pulse.Queue()|]; var two = one; two.Prefetch(5);")]
    public void The_warning_is_where_the_description_starts(string statements) =>
        Analyzed.Statements(statements, "PULSE304");

    [Fact]
    public void Deliveries_that_nothing_reads_are_reported_where_they_are_asked_for() =>
        Assert.Equal(
            "Nothing consumes this queue: consuming begins with a loop, and none reads these deliveries; use 'await foreach'",
            Analyzed
                .Statements("pulse.Queue().Prefetch(5).[|ReadAllAsync(Binding.To(\"x\", \"#\"))|];", "PULSE304")[0]
                .GetMessage(CultureInfo.InvariantCulture)
        );
}
