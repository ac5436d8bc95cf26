using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Supervising;

public sealed class BackoffTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Waits_double_from_a_tenth_of_a_second_to_a_second_and_are_shortened_by_up_to_a_half()
    {
        var longest = Observe(times: 5, rounds: 300).Select(waits => waits.Max()).ToList();
        var shortest = Observe(times: 5, rounds: 300).Select(waits => waits.Min()).ToList();

        double[] expected = [0.1, 0.2, 0.4, 0.8, 1];
        for (var turn = 0; turn < expected.Length; turn++)
        {
            Assert.InRange(longest[turn], expected[turn] * 0.9, expected[turn]);
            Assert.InRange(shortest[turn], expected[turn] * 0.5, expected[turn] * 0.6);
        }
    }

    [Fact]
    public void No_wait_is_over_a_second_in_the_first_minute_nor_over_fifteen_later()
    {
        var backoff = new Backoff(_time);
        backoff.Ended(isPlanned: false);
        while (backoff.Elapsed < TimeSpan.FromMinutes(1))
            Pass(backoff, atMost: 1);

        var later = Enumerable.Range(0, 50).Select(_ => Pass(backoff, atMost: 15)).ToList();
        Assert.InRange(later[0], 1, 2);
        Assert.True(later.Max() > 14, $"{later.Max()}");
        Assert.True(later.Skip(5).Min() > 7, $"{later.Skip(5).Min()}");
    }

    [Fact]
    public void A_loss_after_fifteen_seconds_of_success_starts_with_the_shortest_wait()
    {
        var backoff = new Backoff(_time);
        for (var turn = 0; turn < 200; turn++)
            Pass(backoff, atMost: 15);
        backoff.Opened();
        _time.Advance(TimeSpan.FromSeconds(15));
        backoff.Ended(isPlanned: false);
        Pass(backoff, atMost: 0.1);
    }

    [Fact]
    public void A_connection_that_keeps_breaking_is_an_outage_that_goes_on()
    {
        var backoff = new Backoff(_time);
        backoff.Opened();
        _time.Advance(TimeSpan.FromMinutes(10));
        backoff.Ended(isPlanned: false);
        var waits = new List<(TimeSpan At, double Wait)>();
        while (backoff.Elapsed < TimeSpan.FromMinutes(5))
        {
            waits.Add((backoff.Elapsed, Pass(backoff, atMost: backoff.Elapsed < TimeSpan.FromMinutes(1) ? 1 : 15)));
            backoff.Opened();
            _time.Advance(TimeSpan.FromSeconds(1.5));
            backoff.Ended(isPlanned: false);
        }

        Assert.InRange(waits[0].Wait, 0.05, 0.1);
        Assert.True(waits[^1].Wait > 7, $"{waits[^1].Wait} s");
        Assert.InRange(waits.Count(one => one.At > TimeSpan.FromMinutes(2)), 1, 25);
    }

    [Fact]
    public async Task The_wait_is_measured_by_the_time_provider()
    {
        var backoff = new Backoff(_time);
        var waiting = backoff.WaitAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(52));
        await waiting.WithinPatience();
    }

    private List<List<double>> Observe(int times, int rounds)
    {
        var waits = Enumerable.Range(0, times).Select(_ => new List<double>()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            var backoff = new Backoff(_time);
            foreach (var turn in waits)
                turn.Add(backoff.Next().TotalSeconds);
        }

        return waits;
    }

    private double Pass(Backoff backoff, double atMost)
    {
        var wait = backoff.Next();
        Assert.InRange(wait.TotalSeconds, 0.05, atMost);
        _time.Advance(wait);
        return wait.TotalSeconds;
    }
}
