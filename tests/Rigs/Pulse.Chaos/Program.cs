using System.Diagnostics;
using Pulse.Chaos;

// Exposes a consumer to faults and holds it to its promises; exits with 1 if one was broken.
var seed = Random.Shared.Next(1_000_000);
var isShort = false;
string? only = null;
for (var at = 0; at < args.Length; at++)
{
    switch (args[at])
    {
        case "--short":
            isShort = true;
            break;
        case "--seed" when at + 1 < args.Length && int.TryParse(args[at + 1], out seed):
            at++;
            break;
        case "--only" when at + 1 < args.Length:
            only = args[++at];
            break;
        default:
            Console.Error.WriteLine("Usage: ./test chaos [--seed N] [--short] [--only SCENARIO]");
            return 2;
    }
}

var scenarios = Plan.From(seed, isShort).Where(scenario => only is null || scenario.Name == only).ToList();
if (scenarios.Count == 0)
{
    Console.Error.WriteLine($"No such scenario: '{only}'");
    return 2;
}

Console.WriteLine($"Seed {seed}: {string.Join(", ", scenarios.Select(scenario => scenario.Name))}");
var watch = Stopwatch.StartNew();
var outcomes = await ChaosRun.PlayAsync(
    scenarios,
    outcome =>
        Console.WriteLine(
            $"{watch.Elapsed.TotalSeconds, 5:0} s  {outcome.Scenario}: "
                + (outcome.Violations.Count == 0 ? "kept" : $"BROKEN: {string.Join("; ", outcome.Violations)}")
        )
);
Console.WriteLine();
Console.Write(Report.Write(seed, outcomes));
var broken = outcomes.Sum(outcome => outcome.Violations.Count);
Console.WriteLine();
Console.WriteLine(broken == 0 ? "All promises kept." : $"{broken} promises broken.");
return broken == 0 ? 0 : 1;
