using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pulse.Runtime.Benchmarks;

/// <summary>Drains one queue in a process of its own, and prints the processor time and the memory of a message.</summary>
internal static class Drain
{
    public const int WarmUp = 30_000;
    public const int Measured = 60_000;
    private const ushort Prefetch = 100;

    private static readonly TaskCompletionSource Done = new();
    private static int _count;
    private static TimeSpan _processor;
    private static long _allocated;

    public static async Task RunAsync(string consumer, string url, string queue)
    {
        if (consumer == "client")
            await ConsumeWithClientAsync(url, queue);
        else
            await ConsumeWithPulseAsync(url, queue);
    }

    private static async Task ConsumeWithPulseAsync(string url, string queue)
    {
        await using var pulse = Backlog.Connect(url);
        await using var consumed = await pulse
            .Queue(queue)
            .On(new QueueEvents.TaskDefined(), delivery => Count(delivery.Payload))
            .Prefetch(Prefetch)
            .ConsumeAsync();
        await Done.Task;
    }

    private static async Task ConsumeWithClientAsync(string url, string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, Prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            Count(QueueEvents.TaskDefinedMessage.Decode(delivery.Body.Span));
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync($"queue/guest/{queue}", autoAck: false, consumer);
        await Done.Task;
    }

    private static void Count(QueueEvents.TaskDefinedMessage message)
    {
        GC.KeepAlive(message);
        _count++;
        if (_count == WarmUp)
            (_processor, _allocated) = (Processor(), GC.GetTotalAllocatedBytes());
        if (_count != WarmUp + Measured)
            return;
        var microseconds = (Processor() - _processor).TotalMicroseconds / Measured;
        var bytes = (GC.GetTotalAllocatedBytes() - _allocated) / Measured;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{microseconds:0.000} {bytes}"));
        Done.SetResult();
    }

    private static TimeSpan Processor() => Process.GetCurrentProcess().TotalProcessorTime;
}
