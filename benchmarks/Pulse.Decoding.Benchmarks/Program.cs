using System.Reflection;
using Pulse;
using Pulse.Decoding.Benchmarks;

// Without arguments: BenchmarkDotNet, and the report that is kept beside this file. With "quick": rounds of all
// cases in turn, half a minute in all, and the report on the console.
var isQuick = args is ["quick"];
if (args.Length > 0 && !isQuick)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release [-- quick]");
    return 2;
}

var report = new Report(
    isQuick ? InterleavedRun.Of(Scenarios.All) : DecodingBenchmarks.Measure(),
    CodeSize.In(typeof(QueueEvents).Assembly)
).Write(isQuick ? "medians of interleaved rounds" : "medians of BenchmarkDotNet 0.14");
Console.WriteLine(report);
if (!isQuick)
{
    var folder = Assembly
        .GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ProjectFolder")
        .Value!;
    File.WriteAllText(Path.Combine(folder, "results.md"), report);
}

return 0;
