using System.Diagnostics;

namespace Pulse.Decoding.Benchmarks;

/// <summary>
/// The quick way: all cases take turns, round by round, and the result of a case is the median of its rounds. A
/// disturbance of the machine then affects all cases.
/// </summary>
internal static class InterleavedRun
{
    private const int Rounds = 31;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(8);

    public static IReadOnlyList<Measurement> Of(IReadOnlyList<Scenario> cases)
    {
        foreach (var one in cases)
            WarmUp(one);
        var turns = cases.Select(one => (Scenario: one, Count: Count(one))).ToList();
        var times = cases.ToDictionary(one => one, _ => new List<double>(Rounds));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (one, count) in turns)
                times[one].Add(Time(one, count).TotalNanoseconds / count);
        }

        return
        [
            .. cases.Select(one => new Measurement(
                one.Message,
                one.Way,
                times[one].Order().ElementAt(Rounds / 2),
                Allocated(one)
            )),
        ];
    }

    // Long enough to reach the last tier of compilation, with a profile of everything that the case calls.
    private static void WarmUp(Scenario one)
    {
        for (var turn = 0; turn < 6; turn++)
        {
            Time(one, 2_000);
            Thread.Sleep(30);
        }
    }

    private static int Count(Scenario one)
    {
        // Not a TimeSpan: the fastest cases take less than one of its ticks.
        var once = Time(one, 500).TotalNanoseconds / 500;
        return Math.Max(1, (int)(Turn.TotalNanoseconds / once));
    }

    private static TimeSpan Time(Scenario one, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
            one.Run();
        return Stopwatch.GetElapsedTime(start);
    }

    private static long Allocated(Scenario one)
    {
        const int Count = 1_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            one.Run();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
    }
}
