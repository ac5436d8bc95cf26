namespace Pulse;

/// <summary>Further forms of handlers.</summary>
/// <remarks>
/// They are extension methods so that the compiler looks at them only when no instance method fits: a
/// lambda that is <c>async</c> becomes a task that is waited for, never an <c>async void</c> that is not.
/// </remarks>
public static class PulseQueueBuilderExtensions
{
    /// <inheritdoc cref="PulseQueueBuilder.On{TRouting,TPayload}(IBinding{TRouting,TPayload},
    /// Func{Delivery{TRouting,TPayload},Task},Func{Delivery{TRouting,TPayload},object?}?)"/>
    /// <remarks>
    /// A handler that blocks keeps a thread of the thread pool while it does, one for each queue, and the pool adds
    /// threads slowly. With many such queues, return a <see cref="Task"/> from an asynchronous handler, or raise
    /// <see cref="ThreadPool.SetMinThreads"/> to the number of queues.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="binding">The exchange, the pattern of routing keys, and how to read what comes.</param>
    /// <param name="handler">Called for each message.</param>
    /// <param name="orderBy">The key of messages to be handled in order.</param>
    public static PulseQueueBuilder On<TRouting, TPayload>(
        this PulseQueueBuilder builder,
        IBinding<TRouting, TPayload> binding,
        Action<Delivery<TRouting, TPayload>> handler,
        Func<Delivery<TRouting, TPayload>, object?>? orderBy = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.On(
            binding,
            delivery =>
            {
                handler(delivery);
                return Task.CompletedTask;
            },
            orderBy
        );
    }

    /// <inheritdoc cref="PulseQueueBuilder.On{TRouting,TPayload}(IBinding{TRouting,TPayload},
    /// Func{Delivery{TRouting,TPayload},Task},Func{Delivery{TRouting,TPayload},object?}?)"/>
    /// <param name="builder">The builder.</param>
    /// <param name="binding">The exchange, the pattern of routing keys, and how to read what comes.</param>
    /// <param name="handler">Called for each message.</param>
    /// <param name="orderBy">The key of messages to be handled in order.</param>
    public static PulseQueueBuilder On<TRouting, TPayload>(
        this PulseQueueBuilder builder,
        IBinding<TRouting, TPayload> binding,
        Func<Delivery<TRouting, TPayload>, ValueTask> handler,
        Func<Delivery<TRouting, TPayload>, object?>? orderBy = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.On(binding, delivery => handler(delivery).AsTask(), orderBy);
    }

    /// <inheritdoc cref="PulseQueueBuilder.On{TRouting,TPayload}(IBinding{TRouting,TPayload},
    /// Func{Delivery{TRouting,TPayload},CancellationToken,Task},Func{Delivery{TRouting,TPayload},object?}?)"/>
    /// <param name="builder">The builder.</param>
    /// <param name="binding">The exchange, the pattern of routing keys, and how to read what comes.</param>
    /// <param name="handler">Called for each message.</param>
    /// <param name="orderBy">The key of messages to be handled in order.</param>
    public static PulseQueueBuilder On<TRouting, TPayload>(
        this PulseQueueBuilder builder,
        IBinding<TRouting, TPayload> binding,
        Func<Delivery<TRouting, TPayload>, CancellationToken, ValueTask> handler,
        Func<Delivery<TRouting, TPayload>, object?>? orderBy = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.On(
            binding,
            (delivery, cancellationToken) => handler(delivery, cancellationToken).AsTask(),
            orderBy
        );
    }

    /// <inheritdoc cref="PulseQueueBuilder.OnUndecodable"/>
    /// <param name="builder">The builder.</param>
    /// <param name="handler">Called with the message and the reason.</param>
    public static PulseQueueBuilder OnUndecodable(
        this PulseQueueBuilder builder,
        Action<Delivery, UndecodableMessageException> handler
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.OnUndecodable(
            (delivery, reason) =>
            {
                handler(delivery, reason);
                return Task.CompletedTask;
            }
        );
    }

    /// <inheritdoc cref="PulseQueueBuilder.OnUndecodable"/>
    /// <param name="builder">The builder.</param>
    /// <param name="handler">Called with the message and the reason.</param>
    public static PulseQueueBuilder OnUndecodable(
        this PulseQueueBuilder builder,
        Func<Delivery, UndecodableMessageException, ValueTask> handler
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.OnUndecodable((delivery, reason) => handler(delivery, reason).AsTask());
    }

    /// <inheritdoc cref="PulseQueueBuilder.OnUnmatched"/>
    /// <param name="builder">The builder.</param>
    /// <param name="handler">Called with the message.</param>
    public static PulseQueueBuilder OnUnmatched(this PulseQueueBuilder builder, Action<Delivery> handler)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.OnUnmatched(delivery =>
        {
            handler(delivery);
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc cref="PulseQueueBuilder.OnUnmatched"/>
    /// <param name="builder">The builder.</param>
    /// <param name="handler">Called with the message.</param>
    public static PulseQueueBuilder OnUnmatched(this PulseQueueBuilder builder, Func<Delivery, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.OnUnmatched(delivery => handler(delivery).AsTask());
    }

    /// <inheritdoc cref="PulseQueueBuilder.OnFailed"/>
    /// <param name="builder">The builder.</param>
    /// <param name="handler">Called with the message and the exception.</param>
    public static PulseQueueBuilder OnFailed(this PulseQueueBuilder builder, Action<Delivery, Exception> handler)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.OnFailed(
            (delivery, exception) =>
            {
                handler(delivery, exception);
                return Task.CompletedTask;
            }
        );
    }

    /// <inheritdoc cref="PulseQueueBuilder.OnFailed"/>
    /// <param name="builder">The builder.</param>
    /// <param name="handler">Called with the message and the exception.</param>
    public static PulseQueueBuilder OnFailed(
        this PulseQueueBuilder builder,
        Func<Delivery, Exception, ValueTask> handler
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.OnFailed((delivery, exception) => handler(delivery, exception).AsTask());
    }
}
