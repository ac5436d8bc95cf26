using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// What happens to one message: dispatch, decode, handle, settle. Every message is settled in the end,
/// but for one whose handler does that itself. Called for one message after the other.
/// </summary>
internal sealed class DeliveryProcessor(QueueSettings settings, Settle settle, ILogger logger)
{
    private const int UndecodableInARowLimit = 20;
    private const int FailuresRemembered = 10_000;

    private readonly string _queue = settings.Declaration.Name;
    private readonly DeliveryDispatcher _dispatcher = new(settings.Subscriptions);
    private readonly FailedMessages _failedMessages = new(FailuresRemembered);
    private int _undecodableInARow;

    /// <exception cref="UndecodableMessageException">
    /// Too many in a row could not be read, and nothing would keep them: consuming must end. This one is left
    /// unsettled.
    /// </exception>
    public async Task ProcessAsync(ReceivedMessage message, CancellationToken stopping)
    {
        Metrics.Count(Metrics.Deliveries, _queue, message.Exchange);
        if (_dispatcher.Choose(message) is not { } subscription)
        {
            await ProcessUnmatchedAsync(new Delivery(message, settle), stopping).ConfigureAwait(false);
            return;
        }

        Delivery delivery;
        try
        {
            delivery = subscription.Read(message, settle);
        }
        catch (Exception exception)
        {
            await ProcessUndecodableAsync(new Delivery(message, settle), exception).ConfigureAwait(false);
            return;
        }

        _undecodableInARow = 0;
        await HandleAsync(delivery, subscription.HandleAsync, stopping).ConfigureAwait(false);
    }

    private async Task HandleAsync(
        Delivery delivery, Func<Delivery, CancellationToken, Task> handler, CancellationToken stopping)
    {
        if (settings.Acknowledgement == Acknowledgement.BeforeHandler)
            await delivery.AckAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await handler(delivery, stopping).ConfigureAwait(false);
            if (settings.Acknowledgement != Acknowledgement.ByHandler)
                await delivery.AckAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await delivery.RequeueAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await ProcessFailureAsync(delivery, exception).ConfigureAwait(false);
        }
    }

    private async Task ProcessFailureAsync(Delivery delivery, Exception exception)
    {
        Metrics.Count(Metrics.HandlerFailures, _queue, delivery.Exchange);
        if (delivery.Settlement == Settlement.None)
        {
            if (HasFailedBefore(delivery))
            {
                await delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                _failedMessages.Remember(delivery);
                await delivery.RequeueAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        logger.HandlerFailed(exception, delivery.Exchange, delivery.RoutingKey, _queue, delivery.Settlement);
    }

    // Redelivered alone proves no failure: a restart of the broker sets it too. Not redelivered, though,
    // proves that an equal message failed and not this one.
    private bool HasFailedBefore(Delivery delivery) =>
        delivery.Redelivered && (_failedMessages.Forget(delivery) || WasDeliveredBefore(delivery));

    // Quorum queues count.
    private static bool WasDeliveredBefore(Delivery delivery) =>
        delivery.Properties.Headers.TryGetValue("x-delivery-count", out var count) && count is >= 1L or >= 1;

    private async Task ProcessUnmatchedAsync(Delivery delivery, CancellationToken stopping)
    {
        Metrics.Count(Metrics.Unmatched, _queue, delivery.Exchange);
        if (settings.OnUnmatched is { } handler)
        {
            await HandleAsync(delivery, (unmatched, _) => handler(unmatched), stopping).ConfigureAwait(false);
            return;
        }

        logger.Unmatched(delivery.Exchange, delivery.RoutingKey, _queue);
        await delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task ProcessUndecodableAsync(Delivery delivery, Exception cause)
    {
        Metrics.Count(Metrics.Undecodable, _queue, delivery.Exchange);
        logger.Undecodable(cause, delivery.Exchange, delivery.RoutingKey, _queue);
        if (++_undecodableInARow >= UndecodableInARowLimit && !settings.KeepsRefused)
        {
            throw new UndecodableMessageException(
                delivery.Exchange,
                delivery.RoutingKey,
                $"{UndecodableInARowLimit} messages in a row from the queue '{_queue}' could not be read, the last of them "
                + $"from the exchange '{delivery.Exchange}' with the key '{delivery.RoutingKey}': {cause.Message} "
                + "Rejecting them would lose them, so consuming has ended and the rest is left in the queue. "
                + "Check that the binding fits the exchange; give the queue an x-dead-letter-exchange or an "
                + "OnUndecodable to go on regardless.",
                cause);
        }

        if (settings.OnUndecodable is { } handler)
        {
            try
            {
                var reason = new UndecodableMessageException(
                    delivery.Exchange,
                    delivery.RoutingKey,
                    $"A message from the exchange '{delivery.Exchange}' with the key '{delivery.RoutingKey}' could not be "
                    + $"read: {cause.Message}",
                    cause);
                await handler(delivery, reason).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Metrics.Count(Metrics.HandlerFailures, _queue, delivery.Exchange);
                logger.OnUndecodableFailed(exception, delivery.Exchange, delivery.RoutingKey, _queue);
            }
        }

        await delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
