using System.Diagnostics;
using System.Globalization;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Benchmarks;

/// <summary>How many messages a second come through handlers that wait for 10 ms, by concurrency.</summary>
internal static class WaitingBenchmark
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync()
    {
        await using var node = await RabbitMqNode.StartAsync();
        await using var backlog = await Backlog.OpenAsync(node.Url);
        foreach (var concurrency in (int[])[1, 4, 16])
        {
            foreach (var isOrdered in (bool[])[false, true])
            {
                var count = 300 * concurrency;
                await backlog.FillAsync("waiting", count, "{}"u8.ToArray());
                var perSecond = count / (await MeasureAsync(node.Url, concurrency, isOrdered, count)).TotalSeconds;
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"concurrency {concurrency}{(isOrdered ? ", 100 keys in order" : "")}: {perSecond:0} messages a second"
                    )
                );
            }
        }
    }

    private static async Task<TimeSpan> MeasureAsync(string url, int concurrency, bool isOrdered, int count)
    {
        await using var pulse = Backlog.Connect(url);
        using var left = new CountdownEvent(count);
        var number = 0;
        var watch = Stopwatch.StartNew();
        await using var queue = await pulse
            .Queue("waiting")
            .On(
                Binding.To(Backlog.Exchange, "#"),
                async _ =>
                {
                    await Task.Delay(Wait);
                    left.Signal();
                },
                orderBy: _ => isOrdered ? number++ % 100 : null
            )
            .Concurrency(concurrency)
            .ConsumeAsync();
        await Task.Run(left.Wait);
        return watch.Elapsed;
    }
}
