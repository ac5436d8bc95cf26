using System.Text;

namespace Pulse.Runtime.Tests.Handling;

/// <summary>Deliveries as a broker would bring them.</summary>
internal static class Messages
{
    public static AmqpDelivery Create(
        string json = "{}",
        string exchange = "e",
        string routingKey = "a",
        bool redelivered = false,
        ulong tag = 1,
        params (string Name, object? Value)[] headers
    ) =>
        new(
            "queue/guest/q",
            exchange,
            routingKey,
            tag,
            redelivered,
            new MessageProperties { Headers = headers.ToDictionary(one => one.Name, one => one.Value) },
            Encoding.UTF8.GetBytes(json)
        );
}
