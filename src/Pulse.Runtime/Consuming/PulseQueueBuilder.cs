namespace Pulse;

/// <summary>
/// Describes a queue and its handlers; <see cref="ConsumeAsync"/> then starts with the description so far. Not
/// thread-safe.
/// </summary>
public sealed partial class PulseQueueBuilder
{
    private readonly PulseConnection _connection;
    private QueueOptions _options;

    internal PulseQueueBuilder(PulseConnection connection, QueueOptions options)
    {
        _connection = connection;
        _options = options;
    }

    /// <summary>
    /// Binds the queue and runs the handler for each message that the binding brings. Handlers run one after the other, in
    /// order of arrival, unless <see cref="Concurrency"/> lets more run at once. When a handler returns, its message is acknowledged. When it throws, the message is returned
    /// to the queue the first time and rejected the second time. When three different messages in a row fail, the queue
    /// slows down instead (<see cref="PulseQueue.IsSlowedDown"/>), and returns what fails until a handler succeeds.
    /// </summary>
    /// <remarks>
    /// One handler runs for a message: the first, in order, whose binding names the message's exchange and whose pattern
    /// matches its routing key or a key that it was sent to as a copy. A message that came back over a dead-letter exchange
    /// counts as published where it first was. A message from an exchange that no binding names (one that is bound to
    /// another exchange, or has an alternate exchange) goes to the first binding whose pattern matches.
    /// </remarks>
    /// <typeparam name="TRouting">The type that the routing key is parsed into.</typeparam>
    /// <typeparam name="TPayload">The type that the body is read into.</typeparam>
    /// <param name="binding">The exchange, the pattern of routing keys, and how to read what comes.</param>
    /// <param name="handler">
    /// Called for each message. Messages can come more than once, so it must be idempotent.
    /// </param>
    /// <param name="orderBy">
    /// The key of messages to be handled in order, one after the other, where <see cref="Concurrency"/> lets several handlers
    /// run at once: those with an equal key in this queue, whatever binding brought them; <see langword="null"/> for a message
    /// that keeps no order. A message that has a key is not given back when its handler throws, since others would overtake
    /// it: the handler runs once more in place, or as often as <see cref="Retry"/> says, and the message is then rejected.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">
    /// The binding has no exchange name, or a name or key over 255 bytes of UTF-8.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The binding is a generated one whose fields make a key over 255 bytes of UTF-8; its <c>RoutingKey</c>
    /// throws this when it is read here.
    /// </exception>
    public PulseQueueBuilder On<TRouting, TPayload>(
        IBinding<TRouting, TPayload> binding,
        Func<Delivery<TRouting, TPayload>, Task> handler,
        Func<Delivery<TRouting, TPayload>, object?>? orderBy = null
    )
    {
        ArgumentNullException.ThrowIfNull(handler);
        return On(binding, (delivery, _) => handler(delivery), orderBy);
    }

    /// <inheritdoc cref="On{TRouting,TPayload}(IBinding{TRouting,TPayload},Func{Delivery{TRouting,TPayload},Task},Func{Delivery{TRouting,TPayload},object?}?)"/>
    /// <param name="binding">The exchange, the pattern of routing keys, and how to read what comes.</param>
    /// <param name="handler">
    /// Called for each message. Its token is cancelled when closing has waited for it long enough
    /// (<see cref="PulseOptions.DrainTimeout"/>); then the message goes back to the queue.
    /// </param>
    /// <param name="orderBy">The key of messages to be handled in order.</param>
    public PulseQueueBuilder On<TRouting, TPayload>(
        IBinding<TRouting, TPayload> binding,
        Func<Delivery<TRouting, TPayload>, CancellationToken, Task> handler,
        Func<Delivery<TRouting, TPayload>, object?>? orderBy = null
    )
    {
        ArgumentNullException.ThrowIfNull(binding);
        ArgumentNullException.ThrowIfNull(handler);
        // Read once: a binding of the user's own may answer differently the next time.
        var (exchange, routingKey) = (binding.ExchangeName, binding.RoutingKey);
        ArgumentException.ThrowIfNullOrEmpty(exchange, nameof(binding));
        ArgumentNullException.ThrowIfNull(routingKey, nameof(binding));
        ShortString.Check(exchange, "An exchange name", nameof(binding));
        ShortString.Check(routingKey, "A routing key", nameof(binding));
        var subscription = new Subscription<TRouting, TPayload>(exchange, routingKey, binding, handler, orderBy);
        return WithHandlers(handlers => handlers with { Subscriptions = handlers.Subscriptions.Add(subscription) });
    }

    /// <summary>
    /// Limits how many messages the broker sends ahead of what is settled (<c>basic.qos</c>, AMQP 0-9-1
    /// reference 1.8.3.1). By default 20, or twice the <see cref="Concurrency"/> if that is more.
    /// </summary>
    /// <param name="count">1 to 65,535; 0 for no limit, which can pull a whole queue into memory.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or over 65,535.</exception>
    public PulseQueueBuilder Prefetch(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ushort.MaxValue);
        return With(_options with { SetPrefetch = (ushort)count });
    }

    /// <summary>
    /// Acknowledges each message right before its handler runs: at most once, so what a handler fails on
    /// is lost. (An acknowledgement that is lost with its connection brings the message once more.) The prefetch holds
    /// all the same, which it would not with the broker's own <c>no-ack</c>.
    /// </summary>
    /// <returns>This builder.</returns>
    public PulseQueueBuilder AutoAcknowledge() =>
        WithHandlers(handlers => handlers with { Acknowledgement = Acknowledgement.BeforeHandler });

    /// <summary>
    /// Leaves it to the handlers to settle each message with <see cref="Delivery.AckAsync"/>,
    /// <see cref="Delivery.RequeueAsync"/> or <see cref="Delivery.RejectAsync"/>, also after they have
    /// returned. If a handler throws before settling, the usual failure handling applies.
    /// </summary>
    /// <returns>This builder.</returns>
    public PulseQueueBuilder ManualAcknowledge() =>
        WithHandlers(handlers => handlers with { Acknowledgement = Acknowledgement.ByHandler });

    /// <summary>
    /// Calls the handler for each message whose body cannot be read, which is then rejected unless the handler has
    /// settled it. Such a message never reaches an <c>On</c> handler.
    /// </summary>
    /// <remarks>
    /// Without this and without a dead-letter exchange, 20 such messages in a row stop the consumer: by then the binding
    /// is more likely wrong than the messages. The first 19 have been rejected and are lost; the twentieth and all that
    /// follow stay in the queue.
    /// </remarks>
    /// <param name="handler">
    /// Called with the message, whose payload is <see langword="null"/>, and the reason why it could not be read.
    /// </param>
    /// <returns>This builder.</returns>
    public PulseQueueBuilder OnUndecodable(Func<Delivery, UndecodableMessageException, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return WithHandlers(handlers => handlers with { OnUndecodable = handler });
    }

    /// <summary>
    /// Calls the handler for each message that no binding here matches: one sent as a blind copy, or one for a binding
    /// that another version of the application made. By default such a message is returned to the queue, at least 10
    /// times with pauses of up to a second, since another version may take it; then it is logged and rejected.
    /// </summary>
    /// <param name="handler">
    /// Called with the message, whose payload is <see langword="null"/>; it is settled as after any other handler.
    /// </param>
    /// <returns>This builder.</returns>
    public PulseQueueBuilder OnUnmatched(Func<Delivery, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return WithHandlers(handlers => handlers with { OnUnmatched = (delivery, _) => handler(delivery) });
    }

    /// <summary>
    /// Calls the handler when an <c>On</c> handler has thrown, once for each delivery. It may settle the message; otherwise
    /// the usual failure handling applies.
    /// </summary>
    /// <param name="handler">Called with the message and the exception.</param>
    /// <returns>This builder.</returns>
    public PulseQueueBuilder OnFailed(Func<Delivery, Exception, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return WithHandlers(handlers => handlers with { OnFailed = handler });
    }

    /// <summary>
    /// Declares the queue with an argument, such as <c>x-overflow</c> or <c>x-max-age</c>. Most have a method of their own:
    /// <see cref="Quorum"/>, <see cref="MaxLength"/>, <see cref="DeadLetter"/> and others. None is sent unless asked for.
    /// </summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="value">The argument's value: a string, a number or a Boolean, of the type that RabbitMQ expects.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty, or the value is of another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// The queue is an existing one (<see cref="PulseConnection.ExistingQueue"/>), which is not declared.
    /// </exception>
    public PulseQueueBuilder Argument(string name, object value)
    {
        ThrowIfExisting("Argument(...)");
        return WithArguments(DescribedArgument.ByName(nameof(Argument), name, value));
    }

    /// <summary>
    /// Starts to consume: connects if necessary, checks the exchanges, declares and binds the queue, and runs handlers
    /// until the queue is closed or stops because of an error (<see cref="PulseQueue.Completion"/>).
    /// </summary>
    /// <remarks>
    /// A named queue is <c>queue/&lt;user&gt;/&lt;name&gt;</c>: durable, not exclusive, not auto-delete. One that
    /// exists but differs in durability or <c>x-queue-type</c> is used as it is, with a warning in the log.
    /// An anonymous one has an identifier for a name, is exclusive to the connection, and is deleted when it is
    /// closed or its start fails. One of <see cref="PulseConnection.ExistingQueue"/> is only consumed.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the start; has no effect afterwards.</param>
    /// <returns>The queue, consumed.</returns>
    /// <exception cref="InvalidOperationException">
    /// No handler was added, or what describes the queue does not go together.
    /// </exception>
    /// <exception cref="ConnectionFailedException">The connection cannot be opened.</exception>
    /// <exception cref="AuthenticationFailedException">The broker refused the login.</exception>
    /// <exception cref="ExchangeNotFoundException">An exchange does not exist.</exception>
    /// <exception cref="QueueNotFoundException">
    /// The queue of <see cref="PulseConnection.ExistingQueue"/> does not exist.
    /// </exception>
    /// <exception cref="AccessRefusedException">The user lacks a permission.</exception>
    /// <exception cref="QueueMismatchException">The queue exists with other arguments.</exception>
    /// <exception cref="QueueLockedException">The queue is exclusive to another connection.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public Task<PulseQueue> ConsumeAsync(CancellationToken cancellationToken = default) =>
        PulseQueue.StartAsync(_connection, CompleteOptions(), cancellationToken);

    /// <summary>
    /// Consumes until cancelled: then no further message starts, the handler that runs may finish
    /// (<see cref="PulseOptions.DrainTimeout"/>), and the task completes.
    /// </summary>
    /// <param name="cancellationToken">Ends consuming.</param>
    /// <returns>A task that completes when consuming has stopped.</returns>
    /// <exception cref="InvalidOperationException">
    /// No handler was added, or what describes the queue does not go together.
    /// </exception>
    /// <exception cref="PulseException">
    /// Consuming could not start (see <see cref="ConsumeAsync"/>), or stopped because of an error.
    /// </exception>
    public Task RunAsync(CancellationToken cancellationToken = default) =>
        RunAsync(CompleteOptions(), cancellationToken);

    private async Task RunAsync(QueueOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var queue = await PulseQueue.StartAsync(_connection, options, cancellationToken).ConfigureAwait(false);
            await using (queue.ConfigureAwait(false))
                await queue.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller asked for it.
        }
    }

    private PulseQueueBuilder With(QueueOptions options)
    {
        _options = options;
        return this;
    }

    private PulseQueueBuilder WithHandlers(Func<HandlerOptions, HandlerOptions> change) =>
        With(_options with { Handlers = change(_options.Handlers) });

    // With exchange names as at the broker.
    private QueueOptions CompleteOptions()
    {
        var handlers = _options.Handlers;
        if (handlers.Subscriptions.IsEmpty)
        {
            throw new InvalidOperationException(
                "Nothing is bound to the queue yet. Add at least one On(binding, handler) before consuming."
            );
        }

        CheckFlow();
        QueueKindCheck.Check(_options);
        var mapped = handlers.Subscriptions.ConvertAll(one =>
            one with
            {
                ExchangeName = _connection.Options.ExchangeNameOf(one.ExchangeName),
            }
        );
        return _options with { Handlers = handlers with { Subscriptions = mapped } };
    }
}
