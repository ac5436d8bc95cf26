using RabbitMQ.Client;
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

    /// <summary>The connection that this is a channel of.</summary>
    public BrokerConnection Connection => connection;

    /// <summary>
    /// Calls back once when the channel ends by anything but our own closing; at once when it has ended
    /// already.
    /// </summary>
    public void OnLost(Action<PulseException> callback) =>
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            if (reason.Initiator != ShutdownInitiator.Application)
                callback(BrokerErrors.Lost(reason, connection.IsOpen, _endpoint));
            return Task.CompletedTask;
        };

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
                await consumer
                    .Ended.WaitAsync(channel.ContinuationTimeout, connection.TimeProvider)
                    .ConfigureAwait(false);
            },
            exception => BrokerErrors.Requesting(exception, "to cancel a consumer", _endpoint),
            cancellationToken
        );

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
            if (settlement == Settlement.Acknowledged)
                await channel.BasicAckAsync(deliveryTag, multiple: false).ConfigureAwait(false);
            else
                await channel
                    .BasicRejectAsync(deliveryTag, requeue: settlement == Settlement.Requeued)
                    .ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception
                    is OperationInterruptedException
                        or ObjectDisposedException
                        or IOException
                        or System.Threading.Channels.ChannelClosedException
            )
        {
            // The channel ended meanwhile: the broker has taken the message back.
        }
    }

    /// <summary>Closes the channel, which gives back what is unsettled; in bounded time, without errors.</summary>
    public ValueTask DisposeAsync() =>
        new(channel.DisposeAsync().AsTask().EndWithinAsync(CloseTimeout, connection.TimeProvider));

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
            await request().AbandonOn(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw translate(exception);
        }
    }
}
