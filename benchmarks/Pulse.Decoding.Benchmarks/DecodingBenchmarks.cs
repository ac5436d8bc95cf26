using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Pulse.Decoding.Benchmarks;

/// <summary>Measures every case with BenchmarkDotNet, the ways of one message one after another.</summary>
public class DecodingBenchmarks
{
    /// <summary>The version of BenchmarkDotNet.</summary>
    internal static string Version { get; } = typeof(BenchmarkRunner).Assembly.GetName().Version!.ToString(3);

    [ParamsSource(nameof(Scenarios))]
    public Scenario Scenario { get; set; } = null!;

    public static IReadOnlyList<Scenario> Scenarios => Benchmarks.Scenarios.All;

    [Benchmark]
    public object? Run() => Scenario.Run();

    internal static IReadOnlyList<Measurement> Measure()
    {
        // Run in this process: the machine's SDK may be newer than any that BenchmarkDotNet knows.
        var job = Job
            .Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(8)
            .WithIterationTime(TimeInterval.FromMilliseconds(100))
            .WithIterationCount(15);
        var config = ManualConfig
            .CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(60))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "pulse-benchmarks"));
        var summary = BenchmarkRunner.Run<DecodingBenchmarks>(config);
        return [.. summary.Reports.Select(Of)];
    }

    private static Measurement Of(BenchmarkReport report)
    {
        var measured = (Scenario)report.BenchmarkCase.Parameters[nameof(Scenario)];
        return new(
            measured.Message,
            measured.Way,
            report.ResultStatistics!.Median,
            report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0
        );
    }
}
