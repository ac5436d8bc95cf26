using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// What happens to one message: dispatch, decode, handle, settle. Every message is settled in the end,
/// but for one whose handler does that itself. Processes one message after the other; giving back may happen
/// at the same time.
/// </summary>
internal sealed class DeliveryProcessor(QueueSettings settings, ILogger logger)
{
    private const int UndecodableInARowLimit = 20;
    private const int MessagesRemembered = 10_000;

    private readonly DeliveryDispatcher _dispatcher = new(settings.Subscriptions);
    private readonly MessageCounts _failures = new(MessagesRemembered);
    private readonly MessageCounts _requeues = new(MessagesRemembered);
    private int _undecodableInARow;

    /// <exception cref="UndecodableMessageException">
    /// Too many in a row could not be read, and nothing would keep them: consuming must end. This one is left
    /// unsettled.
    /// </exception>
    public async Task ProcessAsync(ReceivedMessage message, CancellationToken stopping)
    {
        Metrics.Count(Metrics.Deliveries, message.Queue, message.Exchange);
        if (_dispatcher.Choose(message) is not { } subscription)
        {
            await ProcessUnmatchedAsync(new Delivery(message, SettleAsync), stopping).ConfigureAwait(false);
            return;
        }

        Delivery delivery;
        try
        {
            delivery = subscription.Read(message, SettleAsync);
        }
        catch (Exception exception)
        {
            await ProcessUndecodableAsync(new Delivery(message, SettleAsync), exception).ConfigureAwait(false);
            return;
        }

        _undecodableInARow = 0;
        await HandleAsync(delivery, subscription.HandleAsync, stopping).ConfigureAwait(false);
    }

    /// <summary>Gives a message back to the queue that nothing was done with.</summary>
    public ValueTask GiveBackAsync(ReceivedMessage message) =>
        new Delivery(message, SettleAsync).RequeueAsync(CancellationToken.None);

    /// <summary>Takes note of a message that the broker took back with its channel, before anything was done with it.</summary>
    public void NoteLost(ReceivedMessage message) => _requeues.Add(new Delivery(message, SettleAsync));

    private ValueTask SettleAsync(Delivery delivery, Settlement settlement)
    {
        // With the channel gone the broker has requeued it by itself.
        if (settlement == Settlement.Requeued || !delivery.Received!.Channel.IsOpen)
            _requeues.Add(delivery);
        return delivery.Received!.SettleAsync(settlement);
    }

    private static string QueueOf(Delivery delivery) => delivery.Received!.Queue;

    private async Task HandleAsync(
        Delivery delivery,
        Func<Delivery, CancellationToken, Task> handler,
        CancellationToken stopping
    )
    {
        if (settings.Acknowledgement == Acknowledgement.BeforeHandler)
            await delivery.AckAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await handler(delivery, stopping).ConfigureAwait(false);
            // Done well at last; should an equal message fail one day, it has its own two chances.
            if (delivery.Redelivered)
                _failures.TryTake(delivery);
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
        Metrics.Count(Metrics.HandlerFailures, QueueOf(delivery), delivery.Exchange);
        if (delivery.Settlement == Settlement.None)
        {
            // Without the channel nobody hears a rejection: the message comes again, and is to find itself remembered.
            if (delivery.Received!.Channel.IsOpen && HasFailedBefore(delivery))
            {
                await delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                _failures.Add(delivery);
                await delivery.RequeueAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        logger.HandlerFailed(exception, delivery.Exchange, delivery.RoutingKey, QueueOf(delivery), delivery.Settlement);
    }

    // A message is requeued on its first failure and rejected on its second. Nothing in it tells which one this
    // is:
    // - "Redelivered" is also set when nobody failed: after a pause, a lost connection, a restart. Not set, it
    //   proves that an equal message failed and not this one.
    // - A quorum queue's x-delivery-count counts every return, and not only failures. RabbitMQ 3.10 counts one for
    //   basic.reject, basic.nack and the closing of channel or connection alike, so there is no way to give back
    //   what never ran that would not be counted.
    // So this process's own memory decides. Beyond it the count tells what others did: less what we gave back
    // ourselves, two returns are a failure before (a message that makes process after process fail must end); a
    // single one may be another process that paused or was closed.
    private bool HasFailedBefore(Delivery delivery) =>
        delivery.Redelivered
        && (_failures.TryTake(delivery) || DeliveryCount(delivery) - _requeues.CountOf(delivery) >= 2);

    private static long DeliveryCount(Delivery delivery) =>
        delivery.Properties.Headers.TryGetValue("x-delivery-count", out var count)
            ? count switch
            {
                long many => many,
                int many => many,
                _ => 0,
            }
            : 0;

    private async Task ProcessUnmatchedAsync(Delivery delivery, CancellationToken stopping)
    {
        Metrics.Count(Metrics.Unmatched, QueueOf(delivery), delivery.Exchange);
        if (settings.OnUnmatched is { } handler)
        {
            await HandleAsync(delivery, (unmatched, _) => handler(unmatched), stopping).ConfigureAwait(false);
            return;
        }

        logger.Unmatched(delivery.Exchange, delivery.RoutingKey, QueueOf(delivery));
        await delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task ProcessUndecodableAsync(Delivery delivery, Exception cause)
    {
        Metrics.Count(Metrics.Undecodable, QueueOf(delivery), delivery.Exchange);
        logger.Undecodable(cause, delivery.Exchange, delivery.RoutingKey, QueueOf(delivery));
        if (++_undecodableInARow >= UndecodableInARowLimit && !settings.KeepsRefused)
        {
            throw new UndecodableMessageException(
                delivery.Exchange,
                delivery.RoutingKey,
                $"{UndecodableInARowLimit} messages in a row from the queue '{QueueOf(delivery)}' could not be read, the last of "
                    + $"them from the exchange '{delivery.Exchange}' with the key '{delivery.RoutingKey}': "
                    + $"{cause.Message} "
                    + $"The first {UndecodableInARowLimit - 1} have been rejected, and are lost where no policy of the "
                    + "broker names a dead-letter exchange. This one and all that follow stay in the queue, and consuming "
                    + "has ended. Check that the binding fits the exchange; give the queue an x-dead-letter-exchange or an "
                    + "OnUndecodable to go on regardless.",
                cause
            );
        }

        if (settings.OnUndecodable is { } handler)
        {
            try
            {
                var reason = new UndecodableMessageException(
                    delivery.Exchange,
                    delivery.RoutingKey,
                    $"A message from the exchange '{delivery.Exchange}' with the key '{delivery.RoutingKey}' could not "
                        + $"be read: {cause.Message}",
                    cause
                );
                await handler(delivery, reason).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Metrics.Count(Metrics.HandlerFailures, QueueOf(delivery), delivery.Exchange);
                logger.OnUndecodableFailed(exception, delivery.Exchange, delivery.RoutingKey, QueueOf(delivery));
            }
        }

        await delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
