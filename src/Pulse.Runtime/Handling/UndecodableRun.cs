using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>Passes an unreadable message to <c>OnUndecodable</c>, if set, and rejects it.</summary>
internal sealed class UndecodableRun(
    Delivery delivery,
    Exception cause,
    Func<Delivery, UndecodableMessageException, Task>? onUndecodable,
    ILogger logger
) : DeliveryRun(delivery)
{
    public override async Task<bool> ExecuteAsync(CancellationToken stopping)
    {
        if (onUndecodable is not null)
        {
            try
            {
                await onUndecodable(Delivery, Reason()).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                var queue = Delivery.Received!.Queue;
                Metrics.Count(Metrics.HandlerFailures, queue, Delivery.Exchange);
                logger.OnUndecodableFailed(exception, Delivery.Exchange, Delivery.RoutingKey, queue);
            }
        }

        await Delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
        return false;
    }

    private UndecodableMessageException Reason() =>
        new(
            Delivery.Exchange,
            Delivery.RoutingKey,
            $"A message from the exchange '{Delivery.Exchange}' with the key '{Delivery.RoutingKey}' could not be read: "
                + cause.Message,
            cause
        );
}
