namespace Pulse.Chaos.Tests;

public sealed class PlanTests
{
    [Fact]
    public void A_seed_makes_the_same_plan_again_and_another_seed_another()
    {
        Assert.Equal(Described(7), Described(7));
        Assert.NotEqual(Described(7), Described(8));
    }

    [Fact]
    public void The_full_form_has_the_faults_that_were_promised()
    {
        var faults = Plan.From(7, isShort: false)
            .ToDictionary(scenario => scenario.Name, scenario => scenario.FaultCount);
        Assert.True(faults["broker killed"] >= 20);
        Assert.True(faults["TCP cut"] >= 100);
        Assert.True(faults["leader killed"] >= 3);
    }

    [Fact]
    public void Many_faults_in_a_row_are_interrupted_before_an_outage_is_a_minute_old()
    {
        var cuts = Plan.From(7, isShort: false).Single(scenario => scenario.Name == "TCP cut").Steps;
        var stretches = cuts.Count(step => step.Peace > TimeSpan.FromSeconds(15)) + 1;
        // A cut takes up to 1.5 seconds.
        Assert.True(cuts.Count / stretches < 40);
    }

    private static IEnumerable<string> Described(int seed) =>
        from scenario in Plan.From(seed, isShort: false)
        from step in scenario.Steps
        select $"{scenario.Name}: {step.Peace}, {step.Fault.Name}";
}
