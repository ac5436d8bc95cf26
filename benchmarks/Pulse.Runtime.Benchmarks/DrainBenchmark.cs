using System.Diagnostics;
using System.Globalization;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Benchmarks;

/// <summary>
/// The processor time that a consumer takes for a message of a backlog, beside the bare client with the same decoder, and
/// beside other builds of this program: in turn, each in a process of its own.
/// </summary>
internal static class DrainBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync(IReadOnlyList<string> otherBuilds)
    {
        await using var node = await RabbitMqNode.StartAsync();
        await using var backlog = await Backlog.OpenAsync(node.Url);
        var body = Sample.Body();
        (string Name, string Consumer, string Program)[] contestants =
        [
            ("bare client", "client", Program(AppContext.BaseDirectory)),
            ("Pulse", "pulse", Program(AppContext.BaseDirectory)),
            .. otherBuilds.Select(folder => ($"Pulse in {folder}", "pulse", Program(folder))),
        ];
        var results = contestants.Select(_ => new List<(double Microseconds, double Bytes)>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            for (var at = 0; at < contestants.Length; at++)
            {
                var (_, consumer, program) = contestants[at];
                await backlog.FillAsync("drain", Drain.WarmUp + Drain.Measured + 1_000, body);
                results[at].Add(await MeasureAsync(program, consumer, node.Url));
            }
        }

        var bare = Median(results[0].Select(result => result.Microseconds));
        Console.WriteLine($"Messages of {body.Length} bytes, medians of {Rounds} rounds of {Drain.Measured} messages:");
        for (var at = 0; at < contestants.Length; at++)
        {
            var microseconds = Median(results[at].Select(result => result.Microseconds));
            var bytes = Median(results[at].Select(result => result.Bytes));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{contestants[at].Name}: {microseconds:0.0} us of processor time a message ({microseconds / bare:0.00} of the bare client), {bytes:0} bytes allocated"
                )
            );
        }
    }

    private static string Program(string folder) => Path.Combine(folder, "Pulse.Runtime.Benchmarks.dll");

    private static async Task<(double Microseconds, double Bytes)> MeasureAsync(
        string program,
        string consumer,
        string url
    )
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [program, "consume", consumer, url, "drain"])
            {
                RedirectStandardOutput = true,
                // Threads that spin while they have nothing to do would be counted, for both alike.
                Environment = { ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" },
            }
        )!;
        var result = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var figures = result.Split(' ');
        return (
            double.Parse(figures[0], CultureInfo.InvariantCulture),
            double.Parse(figures[1], CultureInfo.InvariantCulture)
        );
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
