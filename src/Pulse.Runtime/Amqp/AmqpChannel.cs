using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Pulse;

/// <summary>
/// A channel, as narrow as consuming and publishing need it. Every request completes within
/// <see cref="PulseOptions.ConnectTimeout"/>, with a <see cref="PulseException"/> when the broker refuses; the broker
/// then closes the channel.
/// </summary>
internal sealed partial class AmqpChannel : IAsyncDisposable
{
    private readonly IChannel _channel;
    private readonly AmqpEndpoint _endpoint;
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _connectionLoss;
    private readonly TaskCompletionSource<PulseException?> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private Task? _closing; // Set under a lock on _over.

    public AmqpChannel(IChannel channel, AmqpConnection connection)
    {
        _channel = channel;
        _endpoint = connection.Endpoint;
        Connection = connection;
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            End(reason);
            return Task.CompletedTask;
        };
        // It may have ended before we listened, and a channel that opens while its connection is being lost is not
        // always told by the client.
        if (channel.CloseReason is { } missed)
            End(missed);
        _connectionLoss = connection.Over.UnsafeRegister(
            static channel => ((AmqpChannel)channel!).EndWithConnection(),
            this
        );
    }

    /// <summary>The connection that this is a channel of.</summary>
    public AmqpConnection Connection { get; }

    /// <summary>
    /// Completes when the channel has ended: with the reason when it or its connection is lost, and with
    /// <see langword="null"/> when it is closed from here.
    /// </summary>
    public Task<PulseException?> Ended => _ended.Task;

    /// <summary>Whether the broker can still be told how its deliveries are settled.</summary>
    public bool IsOpen => _channel.IsOpen && !_ended.Task.IsCompleted;

    /// <summary>Limits how many messages each consumer that follows may hold unsettled; 0 means no limit.</summary>
    public Task LimitPrefetchAsync(ushort count, CancellationToken cancellationToken) =>
        RequestAsync(
            () => _channel.BasicQosAsync(prefetchSize: 0, count, global: false),
            exception => AmqpErrors.Requesting(exception, "to limit the prefetch", _endpoint),
            cancellationToken
        );

    /// <param name="consumer">The consumer.</param>
    /// <param name="offset">Where to begin, if the queue is a stream.</param>
    /// <param name="arguments">Further arguments.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task ConsumeAsync(
        AmqpConsumer consumer,
        StreamOffset offset,
        IReadOnlyDictionary<string, object> arguments,
        CancellationToken cancellationToken
    )
    {
        var all = arguments.ToDictionary(argument => argument.Key, object? (argument) => argument.Value);
        if (offset.Value is { } value)
            all[QueueArgument.StreamOffset] = value is DateTimeOffset time ? SecondsOf(time) : value;
        return RequestAsync(
            () =>
                _channel.BasicConsumeAsync(
                    consumer.Queue,
                    autoAck: false,
                    consumer.Tag,
                    noLocal: false,
                    exclusive: false,
                    all,
                    consumer
                ),
            exception => AmqpErrors.Consuming(exception, consumer.Queue, _endpoint),
            cancellationToken
        );

        // RabbitMQ reads a negative time as one to come.
        static AmqpTimestamp SecondsOf(DateTimeOffset time) => new(Math.Max(time.ToUnixTimeSeconds(), 0));
    }

    /// <summary>
    /// Whether a queue is a stream, by a consumer that every queue refuses, which closes the channel: a stream because it has
    /// no limit, and others because of the offset. Takes the permission to read, and no messages.
    /// </summary>
    public async Task<bool> IsStreamAsync(string queue, CancellationToken cancellationToken)
    {
        var consumer = new AmqpConsumer(
            queue,
            System.Threading.Channels.Channel.CreateUnbounded<AmqpDelivery>().Writer
        );
        var beginning = new Dictionary<string, object?> { [QueueArgument.StreamOffset] = 0L };
        try
        {
            await LimitPrefetchAsync(0, cancellationToken).ConfigureAwait(false);
            await RequestAsync(
                    () =>
                        _channel.BasicConsumeAsync(
                            queue,
                            autoAck: false,
                            consumer.Tag,
                            noLocal: false,
                            exclusive: true, // Where the offset is not looked at, as in LavinMQ.
                            beginning,
                            consumer
                        ),
                    exception => AmqpErrors.Consuming(exception, queue, _endpoint),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return false;
        }
        catch (PulseException refusal)
            when (refusal.ReplyCode is AmqpErrors.PreconditionFailed or AmqpErrors.AccessRefused)
        {
            return refusal.Message.Contains("consumer prefetch count is not set", StringComparison.Ordinal);
        }
    }

    /// <summary>Cancels the consumer; completes when it has received its last delivery.</summary>
    public Task CancelAsync(AmqpConsumer consumer, CancellationToken cancellationToken) =>
        RequestAsync(
            async () =>
            {
                await _channel.BasicCancelAsync(consumer.Tag).ConfigureAwait(false);
                await consumer.Ended.ConfigureAwait(false);
            },
            exception => AmqpErrors.Requesting(exception, "to cancel a consumer", _endpoint),
            cancellationToken
        );

    /// <summary>
    /// Acknowledges a delivery (<c>basic.ack</c>), or all up to it. On a channel that has ended it does nothing.
    /// </summary>
    public ValueTask AckAsync(ulong deliveryTag, bool multiple) =>
        multiple
            ? SendAsync(deliveryTag, static (channel, tag) => channel.BasicAckAsync(tag, multiple: true))
            : SendAsync(deliveryTag, static (channel, tag) => channel.BasicAckAsync(tag, multiple: false));

    /// <summary>Rejects a delivery (<c>basic.reject</c>). On a channel that has ended it does nothing.</summary>
    public ValueTask RejectAsync(ulong deliveryTag, bool requeue) =>
        requeue
            ? SendAsync(deliveryTag, static (channel, tag) => channel.BasicRejectAsync(tag, requeue: true))
            : SendAsync(deliveryTag, static (channel, tag) => channel.BasicRejectAsync(tag, requeue: false));

    /// <summary>Closes the channel, which returns what is unsettled; in bounded time, without errors.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_over)
            return new ValueTask(_closing ??= CloseAsync());
    }

    private async Task CloseAsync()
    {
        _ended.TrySetResult(null);
        await Connection.WaitForClosingAsync(_channel.DisposeAsync().AsTask()).ConfigureAwait(false);
        await _over.CancelAsync().ConfigureAwait(false);
        await _connectionLoss.DisposeAsync().ConfigureAwait(false);
        Connection.ChannelClosed();
    }

    private void EndWithConnection()
    {
        _ended.TrySetResult(Connection.LossReason);
        _over.CancelAsync().Forget();
    }

    private void End(ShutdownEventArgs reason)
    {
        // When the connection is lost, its reason is the reason of all its channels.
        var isLost = Connection.Ended.IsCompleted && Connection.LossReason is not null;
        _ended.TrySetResult(
            isLost ? Connection.LossReason
            : reason.Initiator == ShutdownInitiator.Application ? null
            : AmqpErrors.LostChannel(reason, _endpoint)
        );
        _over.CancelAsync().Forget();
    }

    private static bool IsAboutTheEnd(Exception exception) =>
        exception
            is OperationInterruptedException
                or ObjectDisposedException
                or OperationCanceledException
                or IOException
                or System.Threading.Channels.ChannelClosedException;

    private async Task RequestAsync(
        Func<Task> request,
        Func<Exception, PulseException> translate,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        // On a closed channel the client throws as well, but leaves a failed task behind that nobody observes.
        if (_channel.CloseReason is { } reason)
            throw translate(new AlreadyClosedException(reason));
        try
        {
            await Connection.WaitForReplyAsync(request(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw translate(exception);
        }
    }

    private async ValueTask SendAsync(ulong deliveryTag, Func<IChannel, ulong, ValueTask> send)
    {
        try
        {
            if (!IsOpen)
                return;
            var sending = send(_channel, deliveryTag);
            // On a connection that stands still it waits, and does not always notice when that is lost.
            if (sending.IsCompletedSuccessfully)
                sending.GetAwaiter().GetResult();
            else
                await sending.AsTask().AbandonOn(_over.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsAboutTheEnd(exception))
        {
            // The channel ended meanwhile: the broker has taken the message back.
        }
    }
}
