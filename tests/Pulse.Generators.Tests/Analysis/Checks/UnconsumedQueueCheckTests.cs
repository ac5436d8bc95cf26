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
}
