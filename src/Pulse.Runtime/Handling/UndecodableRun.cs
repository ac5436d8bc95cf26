using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>Passes an unreadable message to <c>OnUndecodable</c>, if set, and rejects it.</summary>
internal sealed class UndecodableRun(
    Delivery delivery,
    Exception cause,
    Func<Delivery, UndecodableMessageException, Task>? onUndecodable,
    ILogger logger
) : DeliveryRun
{
    public override async Task<bool> ExecuteAsync(CancellationToken stopping)
    {
        if (onUndecodable is not null)
        {
            try
            {
                await onUndecodable(delivery, Reason()).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                var queue = delivery.Received!.Queue;
                Metrics.Count(Metrics.HandlerFailures, queue, delivery.Exchange);
                logger.OnUndecodableFailed(exception, delivery.Exchange, delivery.RoutingKey, queue);
            }
        }

        await delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
        return false;
    }

    private UndecodableMessageException Reason() =>
        new(
            delivery.Exchange,
            delivery.RoutingKey,
            $"A message from the exchange '{delivery.Exchange}' with the key '{delivery.RoutingKey}' could not be read: "
                + cause.Message,
            cause
        );
}
