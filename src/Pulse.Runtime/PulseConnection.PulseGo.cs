namespace Pulse;

// pulse-go's one call. Its other forms are in Consuming/Forms.
public sealed partial class PulseConnection
{
    /// <summary>
    /// All in one call, for people who come from pulse-go: binds a queue and has one callback run for every
    /// message, with the payload as its own type to switch on. <see cref="Queue"/> is the typed way.
    /// </summary>
    /// <param name="queueName">
    /// The queue's name after <c>queue/&lt;user&gt;/</c>; null or empty for an anonymous queue.
    /// </param>
    /// <param name="callback">
    /// What to do with each message: its payload, as the exchange's binding read it, and the delivery.
    /// </param>
    /// <param name="prefetch">How many messages the broker sends ahead of what is settled; 0 for no limit.</param>
    /// <param name="autoAck">
    /// <see langword="true"/>: a message is acknowledged before the callback runs. <see langword="false"/>: the
    /// callback settles it, with <see cref="Delivery.AckAsync"/> and its like.
    /// </param>
    /// <param name="bindings">What to bind the queue to.</param>
    /// <returns>The queue, consumed.</returns>
    /// <exception cref="InvalidOperationException">There is no binding.</exception>
    /// <exception cref="PulseException">
    /// Consuming could not start; see <see cref="PulseQueueBuilder.ConsumeAsync"/>.
    /// </exception>
    public Task<PulseQueue> ConsumeAsync(
        string? queueName,
        Func<object?, Delivery, Task> callback,
        int prefetch,
        bool autoAck,
        params IBinding[] bindings
    ) => ConsumeAsync(queueName, callback, prefetch, autoAck, bindings, CancellationToken.None);

    /// <inheritdoc cref="ConsumeAsync(string?,Func{object?,Delivery,Task},int,bool,IBinding[])"/>
    /// <param name="queueName">
    /// The queue's name after <c>queue/&lt;user&gt;/</c>; null or empty for an anonymous queue.
    /// </param>
    /// <param name="callback">What to do with each message.</param>
    /// <param name="prefetch">How many messages the broker sends ahead of what is settled; 0 for no limit.</param>
    /// <param name="autoAck">Whether a message is acknowledged before the callback runs, or by the callback.</param>
    /// <param name="bindings">What to bind the queue to.</param>
    /// <param name="cancellationToken">Cancels the start; once started it means nothing.</param>
    public Task<PulseQueue> ConsumeAsync(
        string? queueName,
        Func<object?, Delivery, Task> callback,
        int prefetch,
        bool autoAck,
        IEnumerable<IBinding> bindings,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(callback);
        ArgumentNullException.ThrowIfNull(bindings);
        var queue = Queue(string.IsNullOrEmpty(queueName) ? null : queueName).Prefetch(prefetch);
        queue = autoAck ? queue.AutoAcknowledge() : queue.ManualAcknowledge();
        foreach (var binding in bindings)
            queue.On(Binding.Untyped(binding), delivery => callback(delivery.Payload, delivery));
        return queue.ConsumeAsync(cancellationToken);
    }
}
