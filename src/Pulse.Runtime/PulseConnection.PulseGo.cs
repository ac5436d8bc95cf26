namespace Pulse;

// pulse-go's one call. Its other forms are in Consuming/Forms.
public sealed partial class PulseConnection
{
    /// <summary>
    /// Binds a queue and runs one callback for every message, as pulse-go's <c>Consume</c> does; the payload's type is
    /// there to switch on. <see cref="Queue"/> is the typed way.
    /// </summary>
    /// <param name="queueName">
    /// The queue's name after <c>queue/&lt;user&gt;/</c>; null or empty for an anonymous queue.
    /// </param>
    /// <param name="callback">
    /// Called for each message with its payload, as the exchange's binding read it, and the delivery.
    /// </param>
    /// <param name="prefetch">How many messages the broker sends ahead of what is settled; 0 for no limit.</param>
    /// <param name="autoAck">
    /// <see langword="true"/>: a message is acknowledged before the callback runs. <see langword="false"/>: the
    /// callback settles it, with <see cref="Delivery.AckAsync"/> and its like.
    /// </param>
    /// <param name="bindings">The bindings of the queue.</param>
    /// <returns>The queue, consumed.</returns>
    /// <exception cref="InvalidOperationException">No binding is given.</exception>
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
    /// <param name="callback">Called for each message.</param>
    /// <param name="prefetch">How many messages the broker sends ahead of what is settled; 0 for no limit.</param>
    /// <param name="autoAck">Whether a message is acknowledged before the callback runs, or by the callback.</param>
    /// <param name="bindings">The bindings of the queue.</param>
    /// <param name="cancellationToken">Cancels the start; has no effect afterwards.</param>
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
