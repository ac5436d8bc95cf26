using System.Diagnostics;

namespace Pulse.Generators.Benchmarks;

/// <summary>The durations of several runs.</summary>
internal sealed class Samples
{
    private readonly List<double> _milliseconds = [];

    public double Median => Quantile(0.5);

    public double Quantile(double part)
    {
        var sorted = _milliseconds.Order().ToList();
        return sorted[(int)(part * (sorted.Count - 1))];
    }

    public void Add(double milliseconds) => _milliseconds.Add(milliseconds);

    /// <summary>Measures several things in turn, so that other load on the machine affects all of them.</summary>
    /// <param name="rounds">The number of rounds for each.</param>
    /// <param name="works">Functions that prepare a run and return the part to measure.</param>
    public static IReadOnlyList<Samples> Interleaved(int rounds, params IReadOnlyList<Func<int, Action>> works)
    {
        var samples = works.Select(_ => new Samples()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < works.Count; i++)
            {
                // The order changes because the first one finds cold caches.
                var which = (i + round) % works.Count;
                var work = works[which](round);
                var started = Stopwatch.GetTimestamp();
                work();
                samples[which].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return samples;
    }

    public override string ToString() => FormattableString.Invariant($"{Median:F2} ms (90 %: {Quantile(0.9):F2})");
}
