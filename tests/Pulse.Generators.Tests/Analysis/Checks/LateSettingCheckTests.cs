using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

// What is and is not reported, in many forms: MistakesTests and RightUsagesTests.
public class LateSettingCheckTests
{
    [Fact]
    public void The_first_setting_after_the_queue_is_consumed_is_reported() =>
        Assert.Equal(
            "'Prefetch' has no effect on the queue that is consumed above: ConsumeAsync starts with the description so far; move it above that",
            Analyzed
                .Statements(
                    "var q = pulse.Queue().On(Binding.To(\"x\", \"#\"), d => { }); await q.ConsumeAsync(); q.[|Prefetch(5)|]; q.AutoAcknowledge();",
                    "PULSE307"
                )[0]
                .GetMessage(CultureInfo.InvariantCulture)
        );

    [Fact]
    public void Top_level_statements_are_checked() =>
        Assert.Equal(
            ["PULSE307"],
            Analyzed
                .Of(
                    Analyzed
                        .Compilation(
                            "using Pulse; var pulse = new PulseConnection(); var q = pulse.Queue().On(new QueueEvents.TaskDefined(), d => { }); await q.ConsumeAsync(); q.Prefetch(5);"
                        )
                        .WithOptions(
                            new Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions(
                                Microsoft.CodeAnalysis.OutputKind.ConsoleApplication
                            )
                        )
                )
                .Select(diagnostic => diagnostic.Id)
        );
}
