namespace Pulse.Chaos;

/// <summary>The scenarios, their order and the pauses between faults: all from one seed, so that a run can be repeated.</summary>
internal sealed class Plan
{
    private readonly Random _random;

    private Plan(int seed) => _random = new Random(seed);

    /// <summary>The scenarios of the full form or the short one, in their order.</summary>
    public static IReadOnlyList<Scenario> From(int seed, bool isShort) => new Plan(seed).Scenarios(isShort);

    private Scenario[] Scenarios(bool isShort)
    {
        // A number for the full form, and one for the short.
        int Times(int full, int brief) => isShort ? brief : full;

        Scenario[] scenarios =
        [
            new("broker killed", Steps(Times(20, 3), Kill)),
            new("TCP cut", Steps(Times(100, 20), Cut)) { ThroughProxy = true },
            new("stall", Steps(Times(12, 3), Stall)) { ThroughProxy = true },
            new("half-open peer", Steps(Times(8, 2), Faults.HalfOpen)) { ThroughProxy = true },
            new("mute peer", Steps(Times(6, 1), Mute)) { ThroughProxy = true },
            new("leader killed", Steps(Times(3, 1), KillLeader)) { OnCluster = true },
            new("broker frozen", Steps(Times(8, 1), Freeze)),
            new("queue deleted", Steps(Times(10, 2), DeleteQueue)) { ThroughProxy = true },
            new("connections closed", Steps(Times(10, 2), Faults.CloseConnections)),
            new("consumer timeout", Steps(Times(4, 1), Faults.ConsumerTimeout))
            {
                ConsumerTimeout = TimeSpan.FromSeconds(2),
            },
            new("all mixed", Steps(Times(25, 0), AnyOnOneNode)) { ThroughProxy = true },
        ];
        _random.Shuffle(scenarios);
        return [.. scenarios.Where(scenario => scenario.Steps.Count > 0)];
    }

    private Step[] Steps(int count, Func<Fault> next) =>
        [.. Enumerable.Range(0, count).Select(_ => new Step(Between(0.05, 0.5), next()))];

    private Fault Kill() => Faults.Kill(Between(0, 1));

    // Every third time twice, the second time while the consumer is coming back.
    private Fault Cut() => Faults.Cut(_random.Next(3) == 0 ? Between(0, 0.1) : null);

    // Some are noticed and some are not: that takes two to three heartbeats.
    private Fault Stall() => Faults.Stall(Between(0.2, 5));

    private Fault Mute() => Faults.Mute(Between(0.5, 6));

    private Fault Freeze() => Faults.Freeze(Between(0.2, 7));

    private Fault KillLeader() => Faults.KillLeader(victim: _random.Next(1, 3));

    private Fault DeleteQueue() => Faults.DeleteQueue(whileAway: _random.Next(2) == 0);

    private Fault AnyOnOneNode() =>
        _random.Next(8) switch
        {
            0 => Kill(),
            1 => Cut(),
            2 => Stall(),
            3 => Faults.HalfOpen(),
            4 => Mute(),
            5 => Freeze(),
            6 => DeleteQueue(),
            _ => Faults.CloseConnections(),
        };

    private TimeSpan Between(double seconds, double andSeconds) =>
        TimeSpan.FromSeconds(seconds + (andSeconds - seconds) * _random.NextDouble());
}
