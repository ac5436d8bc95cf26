namespace Pulse.Chaos;

/// <summary>The scenarios, their order and the pauses between faults: all from one seed, so that a run can be repeated.</summary>
internal sealed class Plan
{
    // A connection that breaks again within 15 seconds has not ended the outage, and a minute after an outage began, waits
    // grow beyond the limit of 2 seconds, as they should: nobody is to come every second for ever. So before that minute is
    // over, all is left in peace for long enough to end the outage.
    private static readonly TimeSpan EndOfOutage = TimeSpan.FromSeconds(16);

    // What a client sends from the moment that it knows of heartbeats, in the order of a return: connection.open,
    // channel.open, channel.close, exchange.declare, queue.declare, queue.bind, basic.qos, basic.consume. Before it, the
    // time to connect is all that ends a silence, and "mute peer" is about that.
    private static readonly (ushort Class, ushort Method)[] Returning =
    [
        (10, 40),
        (20, 10),
        (20, 40),
        (40, 10),
        (50, 10),
        (50, 20),
        (60, 10),
        (60, 20),
    ];

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
            new("broker killed", Steps(Times(20, 3), Kill, inARow: 5)),
            new("TCP cut", Steps(Times(100, 20), Cut, inARow: 34)) { ThroughProxy = true },
            new("stall", Steps(Times(8, 3), Stall)) { ThroughProxy = true },
            new("half-open peer", Steps(Times(4, 1), Faults.HalfOpen)) { ThroughProxy = true },
            new("mute peer", Steps(Times(4, 1), Mute)) { ThroughProxy = true },
            new("leader killed", Steps(Times(3, 1), KillLeader)) { OnCluster = true },
            new("broker frozen", Steps(Times(6, 1), Freeze)),
            new("blocked", Steps(Times(6, 1), Block)),
            new("queue deleted", Steps(Times(10, 2), DeleteQueue)) { ThroughProxy = true },
            new("connections closed", Steps(Times(10, 2), Faults.CloseConnections)),
            new("consumer timeout", Steps(Times(4, 1), Faults.ConsumerTimeout))
            {
                ConsumerTimeout = TimeSpan.FromSeconds(2),
            },
            new("silent return", Steps(SilentPeers(Times(8, 1)), inARow: 6))
            {
                ThroughProxy = true,
                ConnectTimeout = null,
            },
            new("acknowledged by hand", Steps(WhileUnsettled(Times(20, 4))))
            {
                ThroughProxy = true,
                AcknowledgesByHand = true,
            },
            new("delivery limit", Steps(PausesAndCuts(Times(20, 5), cuts: 1)))
            {
                ThroughProxy = true,
                DeliveryLimit = 3,
                RecycleInterval = TimeSpan.FromSeconds(1),
            },
            new("two of a non-durable queue", Steps(Times(3, 1), KillNonDurable)) { Consumers = 2 },
            new("handlers at once", Steps(Times(30, 6), CutPauseOrKill, inARow: 10))
            {
                ThroughProxy = true,
                Concurrency = 16,
                RecycleInterval = TimeSpan.FromSeconds(2),
            },
            new("all mixed", Steps(Times(18, 0), AnyOnOneNode, inARow: 9)) { ThroughProxy = true },
        ];
        _random.Shuffle(scenarios);
        return [.. scenarios.Where(scenario => scenario.Steps.Count > 0)];
    }

    private Step[] Steps(int count, Func<Fault> next, int inARow = int.MaxValue) =>
        Steps(Enumerable.Range(0, count).Select(_ => next()), inARow);

    /// <param name="faults">The faults, in order.</param>
    /// <param name="inARow">How many of them are certainly over within a minute.</param>
    private Step[] Steps(IEnumerable<Fault> faults, int inARow = int.MaxValue) =>
        [
            .. faults.Select(
                (fault, at) => new Step(at > 0 && at % inARow == 0 ? EndOfOutage : Between(0.05, 0.5), fault)
            ),
        ];

    private Fault Kill() => Faults.Kill(Between(0, 1));

    // Every third time twice, the second time while the consumer is coming back.
    private Fault Cut() => Faults.Cut(_random.Next(3) == 0 ? Between(0, 0.1) : null);

    // Some are noticed and some are not: that takes two to three heartbeats.
    private Fault Stall() => Faults.Stall(Between(0.2, 5));

    private Fault Mute() => Faults.Mute(Between(0.5, 6));

    private Fault Freeze() => Faults.Freeze(Between(0.2, 7));

    private Fault KillLeader() => Faults.KillLeader(victim: _random.Next(1, 3));

    private Fault DeleteQueue() => Faults.DeleteQueue(whileAway: _random.Next(2) == 0);

    // Half-open at rest, and at each of so many moments of a return.
    private List<Fault> SilentPeers(int returns)
    {
        var moments = Returning.ToArray();
        _random.Shuffle(moments);
        return
        [
            Faults.HalfOpen(),
            .. moments.Take(returns).Select(sent => Faults.SilentReturn(sent.Class, sent.Method)),
        ];
    }

    private Fault[] PausesAndCuts(int pauses, int cuts)
    {
        Fault[] faults =
        [
            .. Enumerable.Range(0, pauses).Select(_ => Pause()),
            .. Enumerable.Range(0, cuts).Select(_ => Faults.Cut(null)),
        ];
        _random.Shuffle(faults);
        return faults;
    }

    // Some publishes live to see its end, and some do not.
    private Fault Block() => Faults.Block(Between(1, 7));

    // The longer it is paused, the more there is to be sent at once; it is paused again before that is handled.
    private Fault Pause() =>
        Faults.Pause([.. Enumerable.Range(0, 8).Select(_ => (Between(0.01, 0.1), Between(0, 0.003)))]);

    private Fault PauseUnsettled() => Faults.PauseUnsettled(before: Between(0, 0.2), after: Between(0.1, 0.3));

    private Fault KillNonDurable() => Faults.KillNonDurable(Between(0, 1));

    private Fault CutPauseOrKill() =>
        _random.Next(8) switch
        {
            0 => Kill(),
            1 => Faults.CloseConnections(),
            < 5 => Pause(),
            _ => Cut(),
        };

    // Each of the four as often as the others.
    private Fault[] WhileUnsettled(int count)
    {
        var faults = Enumerable
            .Range(0, count)
            .Select(at =>
                (at % 4) switch
                {
                    0 => Cut(),
                    1 => Faults.CloseConnections(),
                    2 => Pause(),
                    _ => PauseUnsettled(),
                }
            )
            .ToArray();
        _random.Shuffle(faults);
        return faults;
    }

    private Fault AnyOnOneNode() =>
        _random.Next(9) switch
        {
            0 => Kill(),
            1 => Cut(),
            2 => Stall(),
            3 => Faults.HalfOpen(),
            4 => Mute(),
            5 => Freeze(),
            6 => DeleteQueue(),
            7 => Block(),
            _ => Faults.CloseConnections(),
        };

    private TimeSpan Between(double seconds, double andSeconds) =>
        TimeSpan.FromSeconds(seconds + (andSeconds - seconds) * _random.NextDouble());
}
