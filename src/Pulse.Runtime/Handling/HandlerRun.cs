namespace Pulse;

/// <summary>One delivery's way through its handler: acknowledged before or after it, or settled by its failure.</summary>
internal sealed class HandlerRun<TDelivery>(
    TDelivery delivery,
    Func<TDelivery, CancellationToken, Task> handler,
    HandlerRules rules
) : DeliveryRun
    where TDelivery : Delivery
{
    public override async Task ExecuteAsync(CancellationToken stopping)
    {
        if (rules.Acknowledgement == Acknowledgement.BeforeHandler)
            await delivery.AckAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await handler(delivery, stopping).ConfigureAwait(false);
            rules.Failures.OnSuccess(delivery.Received!);
            if (rules.Acknowledgement != Acknowledgement.ByHandler)
                await delivery.AckAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await delivery.RequeueAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailAsync(exception).ConfigureAwait(false);
        }
    }

    private async Task FailAsync(Exception exception)
    {
        var message = delivery.Received!;
        Metrics.Count(Metrics.HandlerFailures, message.Queue, message.Exchange);
        var wasSettled = delivery.Settlement != Settlement.None;
        await TellOnFailedAsync(exception).ConfigureAwait(false);
        if (wasSettled)
            rules.Failures.OnSettledFailure(message);
        else if (delivery.Settlement == Settlement.None)
            await SettleFailureAsync(message).ConfigureAwait(false);
        rules.Logger.HandlerFailed(exception, message.Exchange, message.RoutingKey, message.Queue, delivery.Settlement);
    }

    private ValueTask SettleFailureAsync(AmqpDelivery message) =>
        rules.Failures.OnFailure(message, delivery.CanSettle) == Settlement.Rejected
            ? delivery.RejectAsync(CancellationToken.None)
            : delivery.RequeueAsync(CancellationToken.None);

    private async Task TellOnFailedAsync(Exception failure)
    {
        if (rules.OnFailed is not { } onFailed)
            return;
        try
        {
            await onFailed(delivery, failure).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var message = delivery.Received!;
            rules.Logger.OnFailedFailed(exception, message.Exchange, message.RoutingKey, message.Queue);
        }
    }
}
