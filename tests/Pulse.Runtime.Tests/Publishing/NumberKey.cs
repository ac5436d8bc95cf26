using System.Text;

namespace Pulse.Runtime.Tests.Publishing;

/// <summary>A key like a generated one, of an exchange whose messages are numbers below 100,000.</summary>
internal sealed record NumberKey(string ExchangeName, string RoutingKey) : IRoutingKey<int>
{
    public byte[] WritePayload(int payload) => Encoding.UTF8.GetBytes($"{payload}");

    public void ValidatePayload(int payload)
    {
        if (payload >= 100_000)
        {
            throw new InvalidPayloadException(
                [new PayloadFault("$", $"{payload}", "maximum: 99999")],
                "The number is too large."
            );
        }
    }
}
