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
        if (await TryRunAsync(stopping).ConfigureAwait(false) is not { } failure)
            return;
        // A stream gives nothing back, so the second run is here.
        if (delivery.Received!.StreamOffset is { } offset && delivery.Settlement == Settlement.None)
        {
            if (await TryRunAgainAsync(failure, stopping).ConfigureAwait(false) is { } again)
                await SkipAsync(again, offset).ConfigureAwait(false);
            return;
        }

        await FailAsync(failure).ConfigureAwait(false);
    }

    // Returns why it failed.
    private async Task<Exception?> TryRunAsync(CancellationToken stopping)
    {
        try
        {
            await handler(delivery, stopping).ConfigureAwait(false);
            rules.Failures.OnSuccess(delivery.Received!);
            if (rules.Acknowledgement != Acknowledgement.ByHandler)
                await delivery.AckAsync(CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await delivery.ReturnAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            var message = delivery.Received!;
            Metrics.Count(Metrics.HandlerFailures, message.Queue, message.Exchange);
            return exception;
        }
    }

    private async Task<Exception?> TryRunAgainAsync(Exception first, CancellationToken stopping)
    {
        var message = delivery.Received!;
        rules.Failures.OnUndecidedFailure(message);
        rules.Logger.RepeatedInStream(first, message.StreamOffset!.Value, message.Queue);
        try
        {
            await rules.Failures.Slowdown.WaitAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null; // It stays in the stream.
        }

        return await TryRunAsync(stopping).ConfigureAwait(false);
    }

    private async Task SkipAsync(Exception exception, long offset)
    {
        var message = delivery.Received!;
        rules.Failures.OnUndecidedFailure(message);
        await TellOnFailedAsync(exception).ConfigureAwait(false);
        if (delivery.Settlement != Settlement.None)
            return;
        await delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
        rules.Logger.SkippedInStream(exception, offset, message.Queue);
    }

    private async Task FailAsync(Exception exception)
    {
        var message = delivery.Received!;
        var wasSettled = delivery.Settlement != Settlement.None;
        await TellOnFailedAsync(exception).ConfigureAwait(false);
        if (wasSettled)
            rules.Failures.OnUndecidedFailure(message);
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
