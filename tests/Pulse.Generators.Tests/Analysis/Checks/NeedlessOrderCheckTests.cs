using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Tests.Analysis.Checks;

// What is and is not reported, in many forms: MistakesTests and RightUsagesTests.
public class NeedlessOrderCheckTests
{
    [Fact]
    public void The_hint_is_at_the_first_order() =>
        Assert.Equal(
            DiagnosticSeverity.Info,
            Analyzed
                .Statements(
                    """
                    await pulse.Queue()
                        .On(Binding.To("x", "a"), d => { }, [|orderBy: d => d.RoutingKey|])
                        .On(Binding.To("x", "b"), d => { }, orderBy: d => d.RoutingKey)
                        .RunAsync();
                    """,
                    "PULSE309"
                )[0]
                .Severity
        );
}
