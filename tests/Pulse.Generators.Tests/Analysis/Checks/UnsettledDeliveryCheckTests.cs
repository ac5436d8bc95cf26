namespace Pulse.Generators.Tests.Analysis.Checks;

// What is and is not reported, in many forms: MistakesTests and RightUsagesTests.
public class UnsettledDeliveryCheckTests
{
    [Theory]
    [InlineData("await pulse.Queue().[|ManualAcknowledge()|].On(Binding.To(\"x\", \"#\"), d => { }).RunAsync();")]
    [InlineData(
        "await pulse.ConsumeAsync(\"q\", (payload, d) => Console.WriteLine(payload), 1, [|false|], Binding.To(\"x\", \"#\"));"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue().[|ManualAcknowledge()|].ReadAllAsync(Binding.To(\"x\", \"#\"))) Console.WriteLine(d);"
    )]
    public void The_warning_is_at_the_mode(string statements) => Analyzed.Statements(statements, "PULSE305");
}
