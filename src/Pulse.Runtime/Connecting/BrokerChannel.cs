using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Pulse;

/// <summary>
/// A channel, as narrow as consuming needs it. Every request ends within the connection's timeout,
/// with a <see cref="PulseException"/> when the broker refuses; the broker then closes the channel.
/// </summary>
internal sealed class BrokerChannel(IChannel channel, BrokerConnection connection) : IAsyncDisposable
{
    // A blocked or frozen broker must not hold up a shutdown.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly PulseEndpoint _endpoint = connection.Endpoint;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _allSettled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unsettled = 1; // One for whoever still adds to it.
    private Action<PulseException>? _onLost; // Let go of at the end, as the connection's.

    /// <summary>The connection that this is a channel of.</summary>
    public BrokerConnection Connection => connection;

    /// <summary>Whether it can still be told what became of its deliveries.</summary>
    public bool IsOpen => channel.IsOpen;

    /// <summary>
    /// Calls back when the channel ends by anything but our own closing; at once when it has ended already, and
    /// perhaps twice.
    /// </summary>
    public void OnLost(Action<PulseException> callback)
    {
        _onLost = callback;
        channel.ChannelShutdownAsync += (_, reason) => Tell(reason);
        // It may have ended while we were about to listen.
        if (channel.CloseReason is { } missed)
            _ = Tell(missed);

        Task Tell(ShutdownEventArgs reason)
        {
            if (reason.Initiator != ShutdownInitiator.Application)
                _onLost?.Invoke(BrokerErrors.Lost(reason, connection.IsOpen, _endpoint));
            _ended.CancelAsync().Forget();
            return Task.CompletedTask;
        }
    }

    /// <exception cref="ExchangeNotFoundException">There is no such exchange.</exception>
    public Task CheckExchangeAsync(string exchange, CancellationToken cancellationToken) =>
        RequestAsync(
            () =>
                channel.ExchangeDeclareAsync(
                    exchange,
                    ExchangeType.Topic,
                    durable: true,
                    autoDelete: false,
                    passive: true
                ),
            exception => BrokerErrors.CheckingExchange(exception, exchange, _endpoint),
            cancellationToken
        );

    /// <exception cref="QueueMismatchException">The queue exists with other arguments.</exception>
    /// <exception cref="QueueLockedException">The queue is another connection's alone.</exception>
    public Task DeclareQueueAsync(QueueDeclaration queue, CancellationToken cancellationToken) =>
        RequestAsync(
            () =>
                channel.QueueDeclareAsync(
                    queue.Name,
                    queue.Durable,
                    queue.Exclusive,
                    autoDelete: false,
                    queue.Arguments.ToDictionary(argument => argument.Key, object? (argument) => argument.Value)
                ),
            exception => BrokerErrors.DeclaringQueue(exception, queue.Name, _endpoint),
            cancellationToken
        );

    /// <summary>Whether the queue is there; when not, the broker closes the channel.</summary>
    /// <exception cref="QueueLockedException">The queue is another connection's alone.</exception>
    public async Task<bool> QueueExistsAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            await RequestAsync(
                    () => channel.QueueDeclarePassiveAsync(queue),
                    exception => BrokerErrors.DeclaringQueue(exception, queue, _endpoint),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return true;
        }
        catch (PulseException exception) when (BrokerErrors.IsNotFound(exception))
        {
            return false;
        }
    }

    public Task BindQueueAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken) =>
        RequestAsync(
            () => channel.QueueBindAsync(queue, exchange, routingKey),
            exception => BrokerErrors.BindingQueue(exception, queue, exchange, routingKey, _endpoint),
            cancellationToken
        );

    public Task DeleteQueueAsync(string queue, CancellationToken cancellationToken) =>
        RequestAsync(
            () => channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false),
            exception => BrokerErrors.DeletingQueue(exception, queue, _endpoint),
            cancellationToken
        );

    /// <summary>Limits how many messages each consumer that follows may hold unsettled; 0 is no limit.</summary>
    public Task LimitPrefetchAsync(ushort count, CancellationToken cancellationToken) =>
        RequestAsync(
            () => channel.BasicQosAsync(prefetchSize: 0, count, global: false),
            exception => BrokerErrors.Requesting(exception, "to limit the prefetch", _endpoint),
            cancellationToken
        );

    public Task ConsumeAsync(string queue, BrokerConsumer consumer, CancellationToken cancellationToken) =>
        RequestAsync(
            () =>
                channel.BasicConsumeAsync(
                    queue,
                    autoAck: false,
                    consumer.Tag,
                    noLocal: false,
                    exclusive: false,
                    arguments: null,
                    consumer
                ),
            exception => BrokerErrors.Consuming(exception, queue, _endpoint),
            cancellationToken
        );

    /// <summary>Ends when the consumer has handed on its last message.</summary>
    public Task CancelAsync(BrokerConsumer consumer, CancellationToken cancellationToken) =>
        RequestAsync(
            async () =>
            {
                await channel.BasicCancelAsync(consumer.Tag).ConfigureAwait(false);
                await consumer.Ended.ConfigureAwait(false);
            },
            exception => BrokerErrors.Requesting(exception, "to cancel a consumer", _endpoint),
            cancellationToken
        );

    /// <summary>One more delivery that <see cref="SettleAsync"/> is to be called for.</summary>
    public void Delivered() => Interlocked.Increment(ref _unsettled);

    /// <summary>
    /// Tells the broker what became of a delivery. Does nothing once the channel is gone: the broker has then
    /// taken its messages back.
    /// </summary>
    public async ValueTask SettleAsync(ulong deliveryTag, Settlement settlement)
    {
        try
        {
            if (channel.IsClosed)
                return;
            var telling =
                settlement == Settlement.Acknowledged
                    ? channel.BasicAckAsync(deliveryTag, multiple: false)
                    : channel.BasicRejectAsync(deliveryTag, requeue: settlement == Settlement.Requeued);
            // On a connection that stands still it waits, and not always notices when that is lost.
            if (telling.IsCompletedSuccessfully)
                telling.GetAwaiter().GetResult();
            else
                await telling.AsTask().AbandonOn(_ended.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception
                    is OperationInterruptedException
                        or ObjectDisposedException
                        or OperationCanceledException
                        or IOException
                        or System.Threading.Channels.ChannelClosedException
            )
        {
            // The channel ended meanwhile: the broker has taken the message back.
        }
        finally
        {
            CountSettled();
        }
    }

    /// <summary>Once nothing more is delivered: ends when everything is settled, or the channel has ended.</summary>
    public async Task AllSettledAsync()
    {
        CountSettled();
        await _allSettled.Task.WaitAsync(_ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Closes the channel, which gives back what is unsettled; in bounded time, without errors.</summary>
    public async ValueTask DisposeAsync()
    {
        _onLost = null;
        await channel
            .DisposeAsync()
            .AsTask()
            .EndWithinAsync(CloseTimeout, connection.TimeProvider)
            .ConfigureAwait(false);
        await _ended.CancelAsync().ConfigureAwait(false);
    }

    private void CountSettled()
    {
        if (Interlocked.Decrement(ref _unsettled) == 0)
            _allSettled.TrySetResult();
    }

    private async Task RequestAsync(
        Func<Task> request,
        Func<Exception, PulseException> translate,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        // On a closed channel the client throws as well, but leaves a failed task behind that nobody observes.
        if (channel.CloseReason is { } reason)
            throw translate(new AlreadyClosedException(reason));
        try
        {
            // The client's bookkeeping does not survive a cancelled request: wait outside.
            await request()
                .AbandonAfter(connection.RequestTimeout, connection.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw translate(exception);
        }
    }
}
