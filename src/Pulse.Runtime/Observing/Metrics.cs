using System.Diagnostics.Metrics;

namespace Pulse;

/// <summary>Counters in the meter <c>Pulse</c>, by queue and exchange.</summary>
internal static class Metrics
{
    private static readonly Meter Meter = new("Pulse");

    public static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "pulse.deliveries",
        "{message}",
        "Messages that began to be handled."
    );

    public static readonly Counter<long> Undecodable = Meter.CreateCounter<long>(
        "pulse.undecodable",
        "{message}",
        "Messages whose body could not be read."
    );

    public static readonly Counter<long> Unmatched = Meter.CreateCounter<long>(
        "pulse.unmatched",
        "{message}",
        "Messages that no binding matches and that were rejected."
    );

    public static readonly Counter<long> HandlerFailures = Meter.CreateCounter<long>(
        "pulse.handler_failures",
        "{message}",
        "Messages that a handler threw on, each time."
    );

    public static void Count(Counter<long> counter, string queue, string exchange)
    {
        try
        {
            counter.Add(1, new("queue", queue), new("exchange", exchange));
        }
        catch (Exception)
        {
            // A listener of the application's failed; the message is handled all the same.
        }
    }
}
