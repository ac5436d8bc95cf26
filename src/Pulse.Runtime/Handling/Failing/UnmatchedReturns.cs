namespace Pulse;

/// <summary>
/// Returns messages that match no binding to their queue, since another version of the application may know them: at
/// least ten times each in this process, held for up to a second each time. At most half of the prefetch is held at once, so
/// that others get through; what comes meanwhile waits for a place.
/// </summary>
internal sealed class UnmatchedReturns(ushort prefetch, TimeProvider timeProvider)
{
    /// <summary>How often a message is returned before it is rejected.</summary>
    public const int Times = 20;

    private const int Remembered = 10_000;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.05);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly MessageCounts _returned = new(Remembered);
    private readonly MessageCounts _alike = new(Remembered); // Messages of equal content are counted together.
    private readonly Slots _places = new(prefetch == 0 ? Remembered : Math.Max(1, prefetch / 2));

    /// <summary>
    /// Returns the message after a pause, in the background, if there is a place to hold it, and it was not returned often
    /// enough.
    /// </summary>
    public Outcome TryReturn(Delivery delivery)
    {
        var message = delivery.Received!;
        if (!_places.TryEnter())
            return Outcome.NoPlace;
        if (!message.Redelivered)
            _alike.Add(message);
        var times = _returned.CountOf(message) / Math.Max(1, _alike.CountOf(message));
        if (times >= Times)
        {
            _places.Leave();
            _returned.TryTake(message, Times);
            _alike.TryTake(message);
            return Outcome.OftenEnough;
        }

        _returned.Add(message);
        _ = DetachedTask.Run(() => HoldAsync(delivery, First * Math.Pow(2, times)));
        return Outcome.Returned;
    }

    private async Task HoldAsync(Delivery delivery, TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause < Longest ? pause : Longest, timeProvider).ConfigureAwait(false);
            await delivery.RequeueAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _places.Leave();
        }
    }

    public enum Outcome
    {
        Returned,

        /// <summary>It has to wait until one of the others is returned.</summary>
        NoPlace,

        OftenEnough,
    }
}
