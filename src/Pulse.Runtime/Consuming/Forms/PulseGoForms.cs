namespace Pulse;

/// <summary>
/// Further forms of callbacks; extension methods for the reason that <see cref="PulseQueueBuilderExtensions"/>
/// has.
/// </summary>
public static class PulseConnectionExtensions
{
    /// <inheritdoc
    /// cref="PulseConnection.ConsumeAsync(string?,Func{object?,Delivery,Task},int,bool,IBinding[])"/>
    /// <param name="connection">The connection.</param>
    /// <param name="queueName">
    /// The queue's name after <c>queue/&lt;user&gt;/</c>; null or empty for an anonymous queue.
    /// </param>
    /// <param name="callback">Called for each message.</param>
    /// <param name="prefetch">How many messages the broker sends ahead of what is settled; 0 for no limit.</param>
    /// <param name="autoAck">Whether a message is acknowledged before the callback runs, or by the callback.</param>
    /// <param name="bindings">The bindings of the queue.</param>
    public static Task<PulseQueue> ConsumeAsync(
        this PulseConnection connection,
        string? queueName,
        Action<object?, Delivery> callback,
        int prefetch,
        bool autoAck,
        params IBinding[] bindings
    ) => connection.ConsumeAsync(queueName, callback, prefetch, autoAck, bindings, CancellationToken.None);

    /// <inheritdoc
    /// cref="PulseConnection.ConsumeAsync(string?,Func{object?,Delivery,Task},int,bool,IBinding[])"/>
    /// <param name="connection">The connection.</param>
    /// <param name="queueName">
    /// The queue's name after <c>queue/&lt;user&gt;/</c>; null or empty for an anonymous queue.
    /// </param>
    /// <param name="callback">Called for each message.</param>
    /// <param name="prefetch">How many messages the broker sends ahead of what is settled; 0 for no limit.</param>
    /// <param name="autoAck">Whether a message is acknowledged before the callback runs, or by the callback.</param>
    /// <param name="bindings">The bindings of the queue.</param>
    /// <param name="cancellationToken">Cancels the start; has no effect afterwards.</param>
    public static Task<PulseQueue> ConsumeAsync(
        this PulseConnection connection,
        string? queueName,
        Action<object?, Delivery> callback,
        int prefetch,
        bool autoAck,
        IEnumerable<IBinding> bindings,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(callback);
        return connection.ConsumeAsync(queueName, Call, prefetch, autoAck, bindings, cancellationToken);

        Task Call(object? payload, Delivery delivery)
        {
            callback(payload, delivery);
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc
    /// cref="PulseConnection.ConsumeAsync(string?,Func{object?,Delivery,Task},int,bool,IBinding[])"/>
    /// <param name="connection">The connection.</param>
    /// <param name="queueName">
    /// The queue's name after <c>queue/&lt;user&gt;/</c>; null or empty for an anonymous queue.
    /// </param>
    /// <param name="callback">Called for each message.</param>
    /// <param name="prefetch">How many messages the broker sends ahead of what is settled; 0 for no limit.</param>
    /// <param name="autoAck">Whether a message is acknowledged before the callback runs, or by the callback.</param>
    /// <param name="bindings">The bindings of the queue.</param>
    public static Task<PulseQueue> ConsumeAsync(
        this PulseConnection connection,
        string? queueName,
        Func<object?, Delivery, ValueTask> callback,
        int prefetch,
        bool autoAck,
        params IBinding[] bindings
    ) => connection.ConsumeAsync(queueName, callback, prefetch, autoAck, bindings, CancellationToken.None);

    /// <inheritdoc
    /// cref="PulseConnection.ConsumeAsync(string?,Func{object?,Delivery,Task},int,bool,IBinding[])"/>
    /// <param name="connection">The connection.</param>
    /// <param name="queueName">
    /// The queue's name after <c>queue/&lt;user&gt;/</c>; null or empty for an anonymous queue.
    /// </param>
    /// <param name="callback">Called for each message.</param>
    /// <param name="prefetch">How many messages the broker sends ahead of what is settled; 0 for no limit.</param>
    /// <param name="autoAck">Whether a message is acknowledged before the callback runs, or by the callback.</param>
    /// <param name="bindings">The bindings of the queue.</param>
    /// <param name="cancellationToken">Cancels the start; has no effect afterwards.</param>
    public static Task<PulseQueue> ConsumeAsync(
        this PulseConnection connection,
        string? queueName,
        Func<object?, Delivery, ValueTask> callback,
        int prefetch,
        bool autoAck,
        IEnumerable<IBinding> bindings,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(callback);
        return connection.ConsumeAsync(
            queueName,
            (payload, delivery) => callback(payload, delivery).AsTask(),
            prefetch,
            autoAck,
            bindings,
            cancellationToken
        );
    }
}
