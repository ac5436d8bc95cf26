using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client;

namespace Pulse.Runtime.Benchmarks;

/// <summary>
/// Publishes one message again and again in a process of its own, with so many in flight, and prints messages a second,
/// and the processor time and memory of each.
/// </summary>
internal static class Publish
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(string publisher, string url, int inFlight)
    {
        if (publisher == "client")
            await PublishWithClientAsync(url, inFlight);
        else
            await PublishWithPulseAsync(url, inFlight);
    }

    private static async Task PublishWithPulseAsync(string url, int inFlight)
    {
        await using var pulse = Backlog.Connect(url);
        await using var publisher = pulse.CreatePublisher();
        var (key, message) = (Sample.Key, QueueEvents.TaskDefinedMessage.Decode(Sample.Body()));
        await MeasureAsync(inFlight, () => publisher.PublishAsync(key, message));
    }

    private static async Task PublishWithClientAsync(string url, int inFlight)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                outstandingPublisherConfirmationsRateLimiter: null // Which would slow it down before the number is reached.
            )
        );
        var (key, body) = (Sample.Key.RoutingKey, Sample.Body());
        await MeasureAsync(
            inFlight,
            () =>
            {
                var properties = new BasicProperties
                {
                    ContentType = "application/json",
                    ContentEncoding = "utf-8",
                    Persistent = true,
                    MessageId = Guid.NewGuid().ToString(),
                    Timestamp = new AmqpTimestamp(DateTimeOffset.UtcNow.ToUnixTimeSeconds()),
                };
                return channel.BasicPublishAsync(Backlog.Exchange, key, mandatory: false, properties, body).AsTask();
            }
        );
    }

    private static async Task MeasureAsync(int inFlight, Func<Task> publish)
    {
        var count = 0;
        using var end = new CancellationTokenSource();
        var publishers = Enumerable
            .Range(0, inFlight)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!end.IsCancellationRequested)
                    {
                        await publish();
                        Interlocked.Increment(ref count);
                    }
                })
            )
            .ToList();
        await Task.Delay(WarmUp);
        var watch = Stopwatch.StartNew();
        var (first, processor, allocated) = (Volatile.Read(ref count), Processor(), GC.GetTotalAllocatedBytes());
        await Task.Delay(Measured);
        var messages = Volatile.Read(ref count) - first;
        var (perSecond, microseconds, bytes) = (
            messages / watch.Elapsed.TotalSeconds,
            (Processor() - processor).TotalMicroseconds / messages,
            (GC.GetTotalAllocatedBytes() - allocated) / messages
        );
        await end.CancelAsync();
        await Task.WhenAll(publishers);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{perSecond:0} {microseconds:0.000} {bytes}"));
    }

    private static TimeSpan Processor() => Process.GetCurrentProcess().TotalProcessorTime;
}
