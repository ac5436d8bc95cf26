using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>Rejects a message that no binding matches, where there is no <c>OnUnmatched</c>.</summary>
internal sealed class UnmatchedRun(Delivery delivery, ILogger logger) : DeliveryRun
{
    public override async Task ExecuteAsync(CancellationToken stopping)
    {
        logger.Unmatched(delivery.Exchange, delivery.RoutingKey, delivery.Received!.Queue);
        await delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
