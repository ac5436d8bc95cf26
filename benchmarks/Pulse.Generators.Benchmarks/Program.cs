using Pulse.Generators.Benchmarks;

// Runs the benchmark that the argument names, or all of them.
var wanted = args.Length > 0 ? args : ["cold", "editing", "growth"];
foreach (var name in wanted)
{
    switch (name)
    {
        case "cold":
            ColdBenchmark.Run(rounds: 15);
            break;
        case "editing":
            EditingBenchmark.Run(rounds: 300);
            break;
        case "growth":
            GrowthBenchmark.Run(rounds: 15);
            break;
        default:
            Console.Error.WriteLine($"There is no '{name}': cold, editing or growth.");
            return 1;
    }
}

return 0;
