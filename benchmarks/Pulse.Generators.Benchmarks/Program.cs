using Pulse.Generators.Benchmarks;

// Runs the benchmark that the argument names, or all of them. A folder is another build of this program to compare with.
var others = args.Where(Directory.Exists).Select(Path.GetFullPath).ToList();
string[] wanted =
    args.Length > others.Count ? [.. args.Where(name => !Directory.Exists(name))] : ["cold", "editing", "growth"];
foreach (var name in wanted)
{
    switch (name)
    {
        case "cold":
            ColdBenchmark.Run(rounds: 15, others);
            break;
        case "editing":
            EditingBenchmark.Run(rounds: 300, others);
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
