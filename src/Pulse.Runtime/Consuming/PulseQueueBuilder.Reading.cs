namespace Pulse;

/// <content>Loops instead of handlers.</content>
public sealed partial class PulseQueueBuilder
{
    /// <summary>
    /// Consumes the queue in a loop: <c>await foreach</c> gets each delivery when it asks for it. Asking for the next one
    /// acknowledges the last, unless that was settled by hand.
    /// </summary>
    /// <remarks>
    /// Consuming begins with the loop, and survives lost connections as it does with handlers; at most
    /// <see cref="Prefetch"/> messages are read ahead. Leaving the loop, by <c>break</c> or an exception, gives back the
    /// current delivery and what was read ahead, and closes the queue. When the connection is disposed of, the loop ends when
    /// it asks for the next delivery; doing so in the body of the loop does not wait for that (but it does where the loop
    /// reads these deliveries through another asynchronous iterator, such as <c>Take</c>).
    /// <para>
    /// With <see cref="ManualAcknowledge"/>, asking for the next one acknowledges nothing.
    /// </para>
    /// </remarks>
    /// <typeparam name="TRouting">The type that the routing key is parsed into.</typeparam>
    /// <typeparam name="TPayload">The type that the body is read into.</typeparam>
    /// <param name="binding">The exchange, the pattern of routing keys, and how to read what comes.</param>
    /// <param name="cancellationToken">Ends the loop with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// The deliveries. The loop throws what <see cref="ConsumeAsync"/> throws when consuming cannot start, and a
    /// <see cref="PulseException"/> when it stops because of an error.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The binding has no exchange name, or a name or key over 255 bytes of UTF-8.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The queue has handlers, or settings that only handlers have.
    /// </exception>
    public IAsyncEnumerable<Delivery<TRouting, TPayload>> ReadAllAsync<TRouting, TPayload>(
        IBinding<TRouting, TPayload> binding,
        CancellationToken cancellationToken = default
    ) => ReadAllAsync([binding], cancellationToken);

    /// <inheritdoc cref="ReadAllAsync{TRouting,TPayload}(IBinding{TRouting,TPayload},CancellationToken)"/>
    /// <param name="bindings">The bindings of the queue, all of the same types.</param>
    /// <param name="cancellationToken">Ends the loop with an <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<Delivery<TRouting, TPayload>> ReadAllAsync<TRouting, TPayload>(
        IEnumerable<IBinding<TRouting, TPayload>> bindings,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(bindings);
        CheckReading();
        var options = _options; // As described so far.
        var all = bindings.ToList();
        Describe((_, _) => Task.CompletedTask); // Throws now rather than in the loop.
        return new DeliveryLoop<Delivery<TRouting, TPayload>>(
            handler => PulseQueue.Create(_connection, Describe(handler)),
            cancellationToken
        );

        QueueOptions Describe(Func<Delivery<TRouting, TPayload>, CancellationToken, Task> handler)
        {
            var described = new PulseQueueBuilder(_connection, options);
            all.ForEach(binding => described.On(binding, handler));
            return described.CompleteOptions();
        }
    }

    /// <inheritdoc cref="ReadAllAsync{TRouting,TPayload}(IBinding{TRouting,TPayload},CancellationToken)"/>
    /// <param name="bindings">
    /// The bindings of the queue, of any types: the payload's type is there to switch on, and <c>Routing</c> is the key.
    /// </param>
    /// <param name="cancellationToken">Ends the loop with an <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<Delivery<string, object?>> ReadAllAsync(
        IEnumerable<IBinding> bindings,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(bindings);
        return ReadAllAsync(bindings.Select(Binding.Untyped), cancellationToken);
    }

    private void CheckReading()
    {
        var handlers = _options.Handlers;
        var reason =
            !handlers.Subscriptions.IsEmpty
                ? "The queue has handlers (On), and a delivery goes either to a handler or to a loop."
            : handlers.Concurrency > 1 ? "A loop takes one delivery at a time, so Concurrency(...) has no use for it."
            : handlers.Retry is not null || handlers.OnFailed is not null
                ? "A loop has no handler that could fail, so Retry(...) and OnFailed(...) have no use for it."
            : null;
        if (reason is not null)
        {
            throw new InvalidOperationException(
                $"{reason} Leave that out, or use On(...) and ConsumeAsync() instead of ReadAllAsync(...)."
            );
        }
    }
}
