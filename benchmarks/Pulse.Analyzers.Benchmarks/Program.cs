using Pulse.Analyzers.Benchmarks;
using Pulse.Generators.Benchmarks;

// Measures what the analyzers add to the compilation of a project of 300 files. Each compilation runs in a fresh process:
// with the analyzers, without them, and without them again to show the noise, in turn.
// dotnet run -c Release --project benchmarks/Pulse.Analyzers.Benchmarks [-- ROUNDS]

var rounds = args is [var text] ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 7;
using var project = new ConsumerProject(files: 300);
project.Compile(); // Warms the disk.

var samples = Samples.Interleaved(
    rounds,
    _ => () => project.Compile(ConsumerProject.WithoutAnalyzers),
    _ => () => project.Compile(ConsumerProject.WithoutAnalyzers),
    _ => () => project.Compile()
);

Console.WriteLine("| A fresh compiler process | median | middle half | over the first |");
Console.WriteLine("|---|---|---|---|");
Print("without the analyzers", samples[0]);
Print("without them, again", samples[1]);
Print("with them", samples[2]);
Console.WriteLine();
Console.WriteLine(
    project
        .Compile("-reportanalyzer")
        .Split('\n')
        .First(line => line.Contains("Analysis.PulseAnalyzer", StringComparison.Ordinal))
        .Trim()
);

void Print(string what, Samples times) =>
    Console.WriteLine(
        FormattableString.Invariant(
            $"| {what} | {times.Median:F0} ms | {times.Quantile(0.25):F0} to {times.Quantile(0.75):F0} ms | {times.Median - samples[0].Median:F0} ms |"
        )
    );
