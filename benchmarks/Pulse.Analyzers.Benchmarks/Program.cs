using System.Diagnostics;
using Pulse.Analyzers.Benchmarks;

// What the analyzers add to 'dotnet build' of a project of 300 files: builds with them and without, in turn.
// dotnet run -c Release --project benchmarks/Pulse.Analyzers.Benchmarks [-- ROUNDS]

var rounds = args is [var text] ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 9;
using var project = ConsumerProject.Write(files: 300);
project.Build("on"); // Restores, and warms the disk.

var times = new Dictionary<string, List<double>> { ["off"] = [], ["on"] = [] };
for (var round = 0; round < rounds; round++)
{
    foreach (var analyzers in (string[])(round % 2 == 0 ? ["off", "on"] : ["on", "off"]))
    {
        var watch = Stopwatch.StartNew();
        project.Build(analyzers);
        times[analyzers].Add(watch.Elapsed.TotalSeconds);
    }
}

foreach (var (analyzers, seconds) in times)
{
    seconds.Sort();
    Console.WriteLine(
        $"analyzers {analyzers, -3}  median {Median(seconds):0.00} s, from {seconds[0]:0.00} to {seconds[^1]:0.00}, middle half {seconds[seconds.Count * 3 / 4] - seconds[seconds.Count / 4]:0.00} wide"
    );
}

Console.WriteLine($"on / off    {Median(times["on"]) / Median(times["off"]):0.000}");

static double Median(List<double> sorted) => sorted[sorted.Count / 2];
