namespace Pulse.Chaos;

/// <summary>Plays a plan, one scenario after the other.</summary>
internal static class ChaosRun
{
    /// <param name="scenarios">The scenarios, in order.</param>
    /// <param name="onPlayed">Called with each outcome as soon as it is known.</param>
    public static async Task<IReadOnlyList<Outcome>> PlayAsync(
        IReadOnlyList<Scenario> scenarios,
        Action<Outcome> onPlayed
    )
    {
        var outcomes = new List<Outcome>();
        await using var servers = new Servers();
        using var leaks = new LeakCheck();
        foreach (var scenario in scenarios)
        {
            var outcome = await new Performance(scenario, servers, leaks).PlayAsync();
            outcomes.Add(outcome);
            onPlayed(outcome);
        }

        return outcomes;
    }
}
