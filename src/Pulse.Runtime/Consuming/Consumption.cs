using System.Threading.Channels;

namespace Pulse;

/// <summary>
/// One <c>basic.consume</c>, from its start to its stop: has a handler run for each message that it brings, in their
/// order.
/// </summary>
internal sealed class Consumption
{
    private readonly object _sync = new();
    private readonly Channel<ReceivedMessage> _received = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly BrokerChannel _channel;
    private readonly BrokerConsumer _consumer;
    private readonly HandlerTurn _handlers;
    private volatile bool _isStopped;

    private Consumption(string queue, BrokerChannel channel, HandlerTurn handlers, Action onCancelledByBroker)
    {
        _channel = channel;
        _handlers = handlers;
        _consumer = new BrokerConsumer(
            queue,
            channel,
            message => _received.Writer.TryWrite(message),
            onCancelledByBroker
        );
    }

    /// <param name="queue">The queue's full name.</param>
    /// <param name="channel">Where to consume.</param>
    /// <param name="handlers">What to do with the messages.</param>
    /// <param name="onCancelledByBroker">Called when the broker sends no more.</param>
    /// <param name="onFailed">Called when messages cannot be processed, and none further will be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public static async Task<Consumption> StartAsync(
        string queue,
        BrokerChannel channel,
        HandlerTurn handlers,
        Action onCancelledByBroker,
        Action<Exception> onFailed,
        CancellationToken cancellationToken
    )
    {
        var consumption = new Consumption(queue, channel, handlers, onCancelledByBroker);
        await channel.ConsumeAsync(queue, consumption._consumer, cancellationToken).ConfigureAwait(false);
        _ = DetachedTask.Run(() => consumption.ProcessAsync(onFailed));
        return consumption;
    }

    /// <summary>
    /// Stops: nothing starts any more, and what has not started goes back to the queue. Not to be cancelled, so that
    /// it is all done or not at all; the broker's time to answer bounds it.
    /// </summary>
    public async Task StopAsync()
    {
        lock (_sync)
            _isStopped = true;
        try
        {
            await _channel.CancelAsync(_consumer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PulseException)
        {
            // The channel is gone, and the consumer with it.
        }

        while (_received.Reader.TryRead(out var message))
            await _handlers.GiveBackAsync(message).ConfigureAwait(false);
        _received.Writer.TryComplete();
    }

    /// <summary>Forgets what has not started: the channel is gone, and the broker has taken it back.</summary>
    public void Abandon()
    {
        lock (_sync)
            _isStopped = true;
        _received.Writer.TryComplete();
        while (_received.Reader.TryRead(out var message))
            _handlers.NoteLost(message);
    }

    private async Task ProcessAsync(Action<Exception> onFailed)
    {
        try
        {
            while (!_isStopped && await _received.Reader.WaitToReadAsync().ConfigureAwait(false))
                await _handlers.ProcessAsync(Take).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            onFailed(exception);
        }
    }

    private ReceivedMessage? Take()
    {
        lock (_sync)
            return !_isStopped && _received.Reader.TryRead(out var message) ? message : null;
    }
}
