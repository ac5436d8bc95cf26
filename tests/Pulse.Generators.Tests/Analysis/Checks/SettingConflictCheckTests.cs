using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

// What is and is not reported, in many forms: MistakesTests and RightUsagesTests.
public class SettingConflictCheckTests
{
    private const string On = "On(Binding.To(\"x\", \"#\"), d => { })";
    private const string Loop = "ReadAllAsync(Binding.To(\"x\", \"#\"))";

    [Theory]
    [InlineData(
        $"await pulse.Queue().[|Retry(3)|].{On}.AutoAcknowledge().RunAsync();",
        "Retry and AutoAcknowledge do not go together, so RunAsync throws: a message that is acknowledged before its handler runs is gone when the handler throws; leave out one of them"
    )]
    [InlineData(
        $"await pulse.Queue().[|Prefetch(10)|].{On}.Concurrency(16).ConsumeAsync();",
        "Prefetch(10) and Concurrency(16) do not go together, so ConsumeAsync throws: the broker would never send enough messages for all handlers; set a prefetch of 16 or more, or leave out Prefetch"
    )]
    [InlineData(
        $"_ = pulse.Queue().[|{On}|].Retry(2).{Loop};",
        "On and ReadAllAsync do not go together, so ReadAllAsync throws: a delivery goes either to a handler or to a loop; leave out one of them"
    )]
    [InlineData(
        $"_ = pulse.Queue().[|Concurrency(4)|].{Loop};",
        "Concurrency(4) and ReadAllAsync do not go together, so ReadAllAsync throws: a loop takes one delivery at a time; leave out Concurrency"
    )]
    [InlineData(
        $"_ = pulse.Queue().[|Retry(0)|].{Loop};",
        "Retry and ReadAllAsync do not go together, so ReadAllAsync throws: a loop has no handler that could fail; leave out Retry"
    )]
    [InlineData(
        $"_ = pulse.Queue().[|OnFailed((d, e) => {{ }})|].{Loop};",
        "OnFailed and ReadAllAsync do not go together, so ReadAllAsync throws: a loop has no handler that could fail; leave out OnFailed"
    )]
    public void The_error_is_at_the_setting_to_change(string statements, string message) =>
        Assert.Equal(message, Analyzed.Statements(statements, "PULSE308")[0].GetMessage(CultureInfo.InvariantCulture));

    [Fact]
    public void Each_conflict_is_reported_once() =>
        Analyzed.Statements(
            $"var q = pulse.Queue().{On}.[|Retry(3)|].AutoAcknowledge().[|Prefetch(1)|].Concurrency(2); await q.ConsumeAsync(); await q.RunAsync();",
            "PULSE308",
            "PULSE308"
        );
}
