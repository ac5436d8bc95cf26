using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Returns a message that no binding matches to its queue, where there is no <c>OnUnmatched</c>; rejects it when it was
/// returned often enough.
/// </summary>
internal sealed class UnmatchedRun(Delivery delivery, UnmatchedReturns returns, RejectionFuse fuse, ILogger logger)
    : DeliveryRun(delivery)
{
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromMilliseconds(20);

    public override async Task<bool> ExecuteAsync(CancellationToken stopping)
    {
        var message = Delivery.Received!;
        // A stream takes nothing back, and loses nothing by a rejection.
        if (message.StreamOffset is null)
        {
            switch (returns.TryReturn(Delivery))
            {
                case UnmatchedReturns.Outcome.Returned:
                    return false;
                case UnmatchedReturns.Outcome.NoPlace:
                    Pause = BeforeNextTry;
                    return true;
                default:
                    fuse.AddUnmatched(message);
                    break;
            }
        }

        Metrics.Count(Metrics.Unmatched, message.Queue, message.Exchange);
        logger.Unmatched(message.Exchange, message.RoutingKey, message.Queue);
        await Delivery.RejectAsync(CancellationToken.None).ConfigureAwait(false);
        return false;
    }
}
