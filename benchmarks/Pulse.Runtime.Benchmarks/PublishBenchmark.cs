using System.Diagnostics;
using System.Globalization;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Benchmarks;

/// <summary>
/// Publishing typed messages with a publisher, checked and encoded each time, beside the bare client that tracks its
/// confirms and sends bytes that are encoded already: in turn, each in a process of its own. No queue is bound, so that the
/// broker confirms at once, and the client's share is as large as it can be.
/// </summary>
internal static class PublishBenchmark
{
    private const int Rounds = 5;

    private static readonly string[] Publishers = ["client", "pulse"];

    public static async Task RunAsync()
    {
        await using var node = await RabbitMqNode.StartAsync();
        await using var exchange = await Backlog.OpenAsync(node.Url);
        Console.WriteLine($"Messages of {Sample.Body().Length} bytes, medians of {Rounds} rounds in turn:");
        foreach (var inFlight in (int[])[1, 32, 1000])
        {
            var results = Publishers.Select(_ => new List<double[]>()).ToList();
            for (var round = 0; round < Rounds; round++)
            {
                for (var at = 0; at < Publishers.Length; at++)
                    results[at].Add(await MeasureAsync(Publishers[at], node.Url, inFlight));
            }

            var bare = Medians(results[0]);
            Report($"{inFlight} in flight, bare client", bare, bare);
            Report($"{inFlight} in flight, Pulse", Medians(results[1]), bare);
        }
    }

    private static void Report(string name, double[] result, double[] bare) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {result[0]:0} messages a second ({result[0] / bare[0]:0.00}), {result[1]:0.0} us of processor time ({result[1] / bare[1]:0.00}), {result[2]:0} bytes allocated"
            )
        );

    private static async Task<double[]> MeasureAsync(string publisher, string url, int inFlight)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Pulse.Runtime.Benchmarks.dll");
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [program, "publishing", publisher, url, $"{inFlight}"])
            {
                RedirectStandardOutput = true,
                // Threads that spin while they have nothing to do would be counted, for both alike.
                Environment = { ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" },
            }
        )!;
        var result = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return [.. result.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
    }

    private static double[] Medians(List<double[]> results) =>
        [.. Enumerable.Range(0, 3).Select(at => results.Select(result => result[at]).Order().ElementAt(Rounds / 2))];
}
