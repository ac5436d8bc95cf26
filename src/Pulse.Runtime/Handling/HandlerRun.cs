using System.Text.Json;

namespace Pulse;

/// <summary>One delivery's way through its handler: acknowledged before or after it, or settled by its failure.</summary>
internal sealed class HandlerRun<TDelivery>(
    TDelivery delivery,
    Func<TDelivery, CancellationToken, Task> handler,
    Func<TDelivery, object?>? orderBy,
    HandlerRules rules
) : DeliveryRun(delivery)
    where TDelivery : Delivery
{
    private bool _hasKey;
    private Exception? _withoutKey; // Why there is no key to keep the order by.
    private Exception? _failure; // The last one.
    private int _failures;
    private bool _isTold; // OnFailed, once.

    private AmqpDelivery Message => delivery.Received!;

    private DeliveryOrder Order =>
        Message.StreamOffset is not null ? DeliveryOrder.Stream
        : _hasKey ? DeliveryOrder.Key
        : DeliveryOrder.None;

    public override object? FindKey()
    {
        try
        {
            var key = orderBy?.Invoke(delivery);
            // An element of a document equals no other.
            if (key is JsonElement json)
                key = json.GetRawText();
            _ = key?.GetHashCode(); // Should it throw, then here.
            _hasKey = key is not null;
            return key;
        }
        catch (Exception exception)
        {
            _withoutKey = exception;
            return null;
        }
    }

    public override async Task<bool> ExecuteAsync(CancellationToken stopping)
    {
        if (rules.Acknowledgement == Acknowledgement.BeforeHandler)
            await delivery.AckAsync(CancellationToken.None).ConfigureAwait(false);
        if (await TryRunAsync(stopping).ConfigureAwait(false) is not { } failure)
            return false;
        if (RunsAgain(ref failure))
            return true;
        // Does not count meanwhile, as what is given back does not.
        if (!IsSettled && Order == DeliveryOrder.Key && rules.Failures.IsSlowedDown)
            return await StaysAsync(failure).ConfigureAwait(false);
        await FailAsync(failure).ConfigureAwait(false);
        return false;
    }

    public override Task EndAsync() => _failure is { } failure ? EndAsync(failure) : base.EndAsync();

    // Returns why it failed.
    private async Task<Exception?> TryRunAsync(CancellationToken stopping)
    {
        try
        {
            if (_withoutKey is not null)
                throw new PulseException(
                    $"The message has no key to keep its order by: {_withoutKey.Message}",
                    _withoutKey
                );
            await handler(delivery, stopping).ConfigureAwait(false);
            rules.Failures.OnSuccess(Message);
            if (rules.Acknowledgement != Acknowledgement.ByHandler)
                await delivery.CompleteAsync().ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await delivery.ReturnAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            Metrics.Count(Metrics.HandlerFailures, Message.Queue, Message.Exchange);
            rules.Failures.OnFailure(Message);
            return exception;
        }
    }

    private bool RunsAgain(ref Exception failure)
    {
        _failure = failure;
        _failures++;
        if (IsSettled)
            return false;
        try
        {
            if (rules.Failures.PauseBeforeNextRun(failure, _failures, Order) is not { } pause)
                return false;
            Pause = pause;
        }
        catch (Exception exception)
        {
            // The user's condition threw: it has not asked for another run.
            failure = new AggregateException(failure, exception);
            return false;
        }

        LogNextRun(failure);
        return true;
    }

    private void LogNextRun(Exception failure) =>
        rules.Logger.HandlerRunsAgain(failure, Message.Exchange, Message.RoutingKey, Message.Queue, Pause);

    private void LogFailure(Exception failure) =>
        rules.Logger.HandlerFailed(failure, Message.Exchange, Message.RoutingKey, Message.Queue, delivery.Settlement);

    // In its place until a handler succeeds or OnFailed settles it, since it may not be given back.
    private async Task<bool> StaysAsync(Exception failure)
    {
        await TellOnFailedAsync(failure).ConfigureAwait(false);
        if (IsSettled)
        {
            LogFailure(failure);
            return false;
        }

        _failures = 0;
        Pause = TimeSpan.Zero;
        LogNextRun(failure);
        return true;
    }

    private async Task FailAsync(Exception failure)
    {
        await TellOnFailedAsync(failure).ConfigureAwait(false);
        if (!IsSettled && Message.StreamOffset is { } offset)
        {
            await delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
            rules.Logger.SkippedInStream(failure, offset, Message.Queue);
            return;
        }

        if (!IsSettled)
            await SettleAsync().ConfigureAwait(false);
        LogFailure(failure);
    }

    private ValueTask SettleAsync() =>
        Order == DeliveryOrder.Key || rules.Failures.Settle(Message, delivery.CanSettle) == Settlement.Rejected
            ? delivery.RejectAsync(CancellationToken.None)
            : delivery.RequeueAsync(CancellationToken.None);

    // Where it keeps its place and had another run to come, it comes again.
    private async Task EndAsync(Exception failure)
    {
        if (Order == DeliveryOrder.None)
        {
            await FailAsync(failure).ConfigureAwait(false);
            return;
        }

        await TellOnFailedAsync(failure).ConfigureAwait(false);
        await delivery.ReturnAsync().ConfigureAwait(false);
        LogFailure(failure);
    }

    private async Task TellOnFailedAsync(Exception failure)
    {
        if (_isTold || rules.OnFailed is not { } onFailed)
            return;
        _isTold = true;
        try
        {
            await onFailed(delivery, failure).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            rules.Logger.OnFailedFailed(exception, Message.Exchange, Message.RoutingKey, Message.Queue);
        }
    }
}
