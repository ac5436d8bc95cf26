namespace Pulse;

/// <summary>One delivery's way through its handler: acknowledged before or after it, or settled by its failure.</summary>
internal sealed class HandlerRun<TDelivery>(
    TDelivery delivery,
    Func<TDelivery, CancellationToken, Task> handler,
    HandlerRules rules
) : DeliveryRun
    where TDelivery : Delivery
{
    private bool _runsAgain;

    public override async Task<bool> ExecuteAsync(CancellationToken stopping)
    {
        if (rules.Acknowledgement == Acknowledgement.BeforeHandler)
            await delivery.AckAsync(CancellationToken.None).ConfigureAwait(false);
        if (await TryRunAsync(stopping).ConfigureAwait(false) is not { } failure)
            return false;
        // A stream gives nothing back, so the second run is here.
        if (delivery.Received!.StreamOffset is not { } offset || delivery.Settlement != Settlement.None)
            await FailAsync(failure).ConfigureAwait(false);
        else if (_runsAgain)
            await SkipAsync(failure, offset).ConfigureAwait(false);
        else
            return _runsAgain = RunAgain(failure, offset);
        return false;
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

    private bool RunAgain(Exception failure, long offset)
    {
        var message = delivery.Received!;
        rules.Failures.OnUndecidedFailure(message);
        rules.Logger.RepeatedInStream(failure, offset, message.Queue);
        return true;
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
        await TellOnFailedAsync(exception).ConfigureAwait(false);
        if (delivery.Settlement != Settlement.None)
            rules.Failures.OnUndecidedFailure(message);
        else
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
