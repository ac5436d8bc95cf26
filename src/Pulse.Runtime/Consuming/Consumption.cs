using System.Threading.Channels;

namespace Pulse;

/// <summary>
/// Has the broker send a queue's messages on one channel (<c>basic.consume</c>), and has it stop while the queue is paused.
/// What has arrived waits in <see cref="Arrived"/>.
/// </summary>
/// <param name="queue">The queue's full name.</param>
/// <param name="channel">Where to consume.</param>
/// <param name="arrived">Where to put what the broker sends.</param>
/// <param name="acknowledger">Knows what is unsettled, and how far a stream was read.</param>
/// <param name="stream">Whether the queue is a stream.</param>
/// <param name="options">How to consume.</param>
internal sealed class Consumption(
    string queue,
    AmqpChannel channel,
    Channel<AmqpDelivery> arrived,
    Acknowledger acknowledger,
    StreamCheck stream,
    ConsumeOptions options
) : IDisposable
{
    private readonly TaskCompletionSource<PulseException?> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private volatile AmqpConsumer? _atBroker; // None while the broker sends nothing.
    private Task _changing = Task.CompletedTask; // In the background.
    private CancellationTokenSource _changingStop = new();

    /// <summary>What the broker has sent, in order.</summary>
    public ChannelReader<AmqpDelivery> Arrived => arrived.Reader;

    // Where to go on in a stream.
    private StreamOffset Next => acknowledger.Position.NextToTake is { } next ? StreamOffset.From(next) : options.Start;

    /// <summary>Whether the broker sends messages.</summary>
    public bool IsActive => _atBroker is not null;

    /// <summary>
    /// Completes with the reason when the broker has cancelled the consumer, or does not let it resume.
    /// </summary>
    public Task<PulseException?> Ended => _ended.Task;

    /// <summary>Whether the broker has cancelled the consumer, as it does when the queue is deleted.</summary>
    public bool IsCancelled { get; private set; }

    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => ConsumeAsync(options.Prefetch, cancellationToken);

    /// <summary>The broker sends again, as soon as nothing is held; in the background.</summary>
    /// <param name="nothingHeld">Completes when everything that has arrived was taken.</param>
    public void Resume(Func<Task> nothingHeld) => Change(stop => ResumeAsync(nothingHeld, stop));

    /// <summary>
    /// The broker sends nothing more until <see cref="Resume"/>; a stream only once it is known where to go on, since what
    /// was published meanwhile would be passed over.
    /// </summary>
    public async Task PauseAsync()
    {
        await StopChangingAsync().ConfigureAwait(false);
        if (await IsNextUnknownAsync().ConfigureAwait(false))
            Change(CancelOnceKnownAsync);
        else
            await CancelAsync().ConfigureAwait(false);
    }

    /// <summary>The broker sends nothing more.</summary>
    public async Task StopAsync()
    {
        await StopChangingAsync().ConfigureAwait(false);
        await CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Ends it without the broker: the channel is lost or being closed.</summary>
    public void Dispose()
    {
        _changingStop.CancelAsync().Forget();
        _atBroker?.Discard();
        arrived.Writer.TryComplete();
    }

    private void Change(Func<CancellationToken, Task> change)
    {
        var before = StopChangingAsync();
        var stop = _changingStop = new CancellationTokenSource();
        _changing = DetachedTask.Run(async () =>
        {
            await before.ConfigureAwait(false);
            await change(stop.Token).ConfigureAwait(false);
        });
    }

    private async Task StopChangingAsync()
    {
        _changingStop.CancelAsync().Forget();
        await _changing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // The broker counts for each of its consumers apart, and quorum queues refuse one limit for the whole channel. So what
    // is still unsettled narrows the next one, which is replaced when that is settled, if it is narrow, or when nothing is
    // unsettled.
    private async Task ResumeAsync(Func<Task> nothingHeld, CancellationToken stop)
    {
        while (!IsActive)
        {
            await nothingHeld().WaitAsync(stop).ConfigureAwait(false);
            var unsettled = await WhenRoomAsync(stop).ConfigureAwait(false);
            var earlier = acknowledger.WhenSettledSoFar();
            var limit = options.Prefetch - unsettled;
            if (!await TryConsumeAsync((ushort)limit).ConfigureAwait(false) || unsettled == 0)
                return;
            await (limit * 2 < options.Prefetch ? earlier : acknowledger.WhenAtMost(0))
                .WaitAsync(stop)
                .ConfigureAwait(false);
            await CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<int> WhenRoomAsync(CancellationToken stop)
    {
        if (options.Prefetch == 0)
            return 0;
        while (true)
        {
            await acknowledger.WhenAtMost(options.Prefetch - 1).WaitAsync(stop).ConfigureAwait(false);
            if (acknowledger.Unsettled is var unsettled && unsettled < options.Prefetch)
                return unsettled;
            if (!acknowledger.IsOpen)
                throw new OperationCanceledException();
        }
    }

    private async Task<bool> IsNextUnknownAsync()
    {
        if (!IsActive || acknowledger.Position.NextToTake is not null || stream.IsStream is false)
            return false;
        await stream.AskAsync(queue, channel.Connection).ConfigureAwait(false);
        return stream.IsStream is true && acknowledger.Position.NextToTake is null;
    }

    private async Task CancelOnceKnownAsync(CancellationToken stop)
    {
        await Arrived.WaitToReadAsync(stop).ConfigureAwait(false);
        await CancelAsync().ConfigureAwait(false);
    }

    private async Task<bool> TryConsumeAsync(ushort limit)
    {
        try
        {
            await ConsumeAsync(limit, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (PulseException failure)
        {
            _ended.TrySetResult(failure);
            return false;
        }
    }

    private async Task ConsumeAsync(ushort limit, CancellationToken cancellationToken)
    {
        await channel.LimitPrefetchAsync(limit, cancellationToken).ConfigureAwait(false);
        var consumer = _atBroker = new AmqpConsumer(queue, arrived.Writer); // Messages may arrive before the answer.
        var offset = stream.IsStream is false ? StreamOffset.Next : Next;
        try
        {
            await channel.ConsumeAsync(consumer, offset, options.Arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _atBroker = null;
            if (offset.Value is not null && failure is PulseException refusal)
                stream.OnRefused(refusal);
            throw;
        }

        _ = DetachedTask.Run(() => EndWhenCancelledAsync(consumer));
    }

    private async Task CancelAsync()
    {
        if (_atBroker is not { } consumer)
            return;
        _atBroker = null;
        try
        {
            await channel.Connection.WaitForClosingAsync(acknowledger.FlushAsync().AsTask()).ConfigureAwait(false);
            await channel.CancelAsync(consumer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PulseException failure)
        {
            consumer.Discard();
            _ended.TrySetResult(failure);
        }
    }

    private async Task EndWhenCancelledAsync(AmqpConsumer consumer)
    {
        if (!await consumer.Ended.ConfigureAwait(false))
            return;
        IsCancelled = true;
        _ended.TrySetResult(AmqpErrors.ConsumerCancelled(queue, channel.Connection.Endpoint));
    }
}
