using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

// What is and is not reported, in many forms: MistakesTests and RightUsagesTests.
public class AcknowledgementModeCheckTests
{
    [Fact]
    public void The_second_mode_replaces_the_first() =>
        Assert.Equal(
            "ManualAcknowledge replaces AutoAcknowledge, which is called before it: a queue has one mode, so remove one of the two calls",
            Analyzed
                .Statements(
                    "await pulse.Queue().AutoAcknowledge().On(Binding.To(\"x\", \"#\"), d => { }).[|ManualAcknowledge()|].RunAsync();",
                    "PULSE306"
                )[0]
                .GetMessage(CultureInfo.InvariantCulture)
        );

    [Theory]
    [InlineData(
        "await pulse.Queue().AutoAcknowledge().On(Binding.To(\"x\", \"#\"), async d => await [|d.RejectAsync()|]).RunAsync();",
        "AutoAcknowledge",
        "its handler runs"
    )]
    [InlineData(
        "await pulse.ConsumeAsync(\"q\", async (payload, d) => await [|d.RejectAsync()|], 1, true, Binding.To(\"x\", \"#\"));",
        "autoAck",
        "its handler runs"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue().AutoAcknowledge().ReadAllAsync(Binding.To(\"x\", \"#\"))) await [|d.RejectAsync()|];",
        "AutoAcknowledge",
        "the loop gets it"
    )]
    public void Settling_again_does_nothing(string statements, string mode, string when) =>
        Assert.Equal(
            $"RejectAsync does nothing here: with {mode}, the message is acknowledged before {when}, and only the first settlement counts",
            Analyzed.Statements(statements, "PULSE306")[0].GetMessage(CultureInfo.InvariantCulture)
        );

    [Fact]
    public void Each_handler_is_reported_once() =>
        Analyzed.Statements(
            """
            await pulse.Queue().AutoAcknowledge()
                .On(Binding.To("x", "a"), async d => { if (d.Redelivered) await [|d.RejectAsync()|]; else await d.AckAsync(); })
                .On(Binding.To("x", "b"), async d => await [|d.AckAsync()|])
                .RunAsync();
            """,
            "PULSE306",
            "PULSE306"
        );
}
