namespace Pulse.Generators.Benchmarks;

/// <summary>Measures how the cost of a whole run grows with the number of exchanges.</summary>
internal static class GrowthBenchmark
{
    private static readonly int[] Counts = [10, 100, 1000];

    public static void Run(int rounds)
    {
        var compilation = SampleProject.Compilation([
            """[Pulse.PulseExchanges("made/v1")] internal static partial class Events;""",
        ]);
        var works = Counts
            .Select(count =>
            {
                var files = SampleProject.Exchanges(count);
                return (Func<int, Action>)(
                    _ =>
                    {
                        var driver = SampleProject.Driver(new PulseGenerator(), files);
                        return () => driver = driver.RunGenerators(compilation);
                    }
                );
            })
            .ToList();
        // Run until everything has reached the last tier of compilation, whose cost does not depend on the amount of output.
        Samples.Interleaved(30, works[0], works[1]);
        var samples = Samples.Interleaved(rounds, works);

        Console.WriteLine("| Exchanges | median of the driver's run | per exchange | factor to the row above |");
        Console.WriteLine("|---|---|---|---|");
        for (var i = 0; i < Counts.Length; i++)
        {
            var times = i == 0 ? "" : FormattableString.Invariant($"{samples[i].Median / samples[i - 1].Median:F1}");
            Console.WriteLine(
                FormattableString.Invariant(
                    $"| {Counts[i]} | {samples[i]} | {samples[i].Median / Counts[i]:F3} ms | {times} |"
                )
            );
        }

        Console.WriteLine();
    }
}
