using System.Reflection;
using Pulse;
using Pulse.Decoding.Benchmarks;

// Without arguments: measures with BenchmarkDotNet and writes the report beside this file. With "quick": measures all
// cases in turn, for half a minute in total, and prints the report.
var isQuick = args is ["quick"];
if (args.Length > 0 && !isQuick)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release [-- quick]");
    return 2;
}

var report = new Report(
    isQuick ? InterleavedRun.Of(Scenarios.All) : DecodingBenchmarks.Measure(),
    CodeSize.In(typeof(QueueEvents).Assembly)
).Write(isQuick ? "medians of interleaved rounds" : $"medians of BenchmarkDotNet {DecodingBenchmarks.Version}");
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
