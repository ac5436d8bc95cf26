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
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await delivery.RequeueAsync(CancellationToken.None).ConfigureAwait(false);
            return;
        }
        catch (Exception exception)
        {
            await FailAsync(exception).ConfigureAwait(false);
            return;
        }

        rules.Failures.OnSuccess(delivery.Received!);
        if (rules.Acknowledgement != Acknowledgement.ByHandler)
            await delivery.AckAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task FailAsync(Exception exception)
    {
        var message = delivery.Received!;
        Metrics.Count(Metrics.HandlerFailures, message.Queue, message.Exchange);
        if (delivery.Settlement == Settlement.None)
        {
            var settling =
                rules.Failures.OnFailure(message, delivery.CanSettle) == Settlement.Rejected
                    ? delivery.RejectAsync(CancellationToken.None)
                    : delivery.RequeueAsync(CancellationToken.None);
            await settling.ConfigureAwait(false);
        }

        rules.Logger.HandlerFailed(exception, message.Exchange, message.RoutingKey, message.Queue, delivery.Settlement);
    }
}
