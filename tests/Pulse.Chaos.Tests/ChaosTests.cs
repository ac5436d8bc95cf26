using Xunit.Abstractions;

namespace Pulse.Chaos.Tests;

/// <summary>The short form of <c>./test chaos</c>.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Seed = 7;

    [Fact]
    public async Task A_consumer_keeps_its_promises_whatever_happens_to_broker_and_network()
    {
        var outcomes = await ChaosRun.PlayAsync(Plan.From(Seed, isShort: true), _ => { });

        var report = Report.Write(Seed, outcomes);
        output.WriteLine(report);
        Assert.True(outcomes.All(outcome => outcome.Violations.Count == 0), report);
    }
}
