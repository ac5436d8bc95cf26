namespace Pulse;

/// <summary>
/// A message that arrived, and the way to settle it. Created by a <see cref="PulseQueue"/>, or by hand to test a
/// handler: then no broker is told, and <see cref="Settlement"/> shows what the handler did.
/// </summary>
/// <remarks>
/// The first settlement counts; every later call of <see cref="AckAsync"/>, <see cref="RequeueAsync"/>
/// and <see cref="RejectAsync"/> does nothing. Nor does a call do anything once the connection that
/// brought the message is gone: the broker has then taken the message back and delivers it again.
/// </remarks>
public class Delivery
{
    private readonly Acknowledger? _acknowledger;
    private IReadOnlyList<string>? _routes;
    private int _settlement;

    /// <summary>Makes a delivery without payload, such as <c>OnUnmatched</c> gets, to test a handler.</summary>
    public Delivery() { }

    internal Delivery(AmqpDelivery message, Acknowledger acknowledger)
    {
        Exchange = message.Exchange;
        RoutingKey = message.RoutingKey;
        Redelivered = message.Redelivered;
        Properties = message.Properties;
        Body = message.Body;
        StreamOffset = message.StreamOffset;
        Received = message;
        _acknowledger = acknowledger;
    }

    /// <summary>The payload that the body was read into; <see langword="null"/> where no binding read it.</summary>
    public object? Payload => UntypedPayload;

    /// <summary>The exchange that the message was published to, by its name at the broker.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>The routing key that the message was published under.</summary>
    public string RoutingKey { get; init; } = "";

    /// <summary>
    /// The message's custom routes: its <c>CC</c> keys that start with <c>route.</c>, without that
    /// prefix. Empty where there are none.
    /// </summary>
    public IReadOnlyList<string> Routes
    {
        get => _routes ??= Binding.RoutesAmong(Properties.CarbonCopies);
        init => _routes = value;
    }

    /// <summary>
    /// Whether the broker may have delivered the message before (<c>basic.deliver</c>, AMQP 0-9-1 reference
    /// 1.8.3.9). Also set after a lost connection or a restart of the broker, when no handler has seen it.
    /// </summary>
    public bool Redelivered { get; init; }

    /// <summary>
    /// The body as it arrived, compressed if it was; the payload is read from the decompressed one. The memory is the
    /// delivery's own and stays valid.
    /// </summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The message's properties: headers, content type, identifiers.</summary>
    public MessageProperties Properties { get; init; } = MessageProperties.Empty;

    /// <summary>
    /// The message's place in its stream, counted from 0 (the header <c>x-stream-offset</c> of RabbitMQ's streams);
    /// <see langword="null"/> where the queue is not a stream. An application that keeps it can go on behind it:
    /// <see cref="Pulse.StreamOffset.From"/>.
    /// </summary>
    public long? StreamOffset { get; init; }

    /// <summary>How the delivery has been settled so far.</summary>
    public Settlement Settlement => (Settlement)Volatile.Read(ref _settlement);

    /// <summary>As the broker delivered it; <see langword="null"/> where the delivery was made by hand.</summary>
    internal AmqpDelivery? Received { get; }

    /// <summary>Whether the broker can still be told what became of it.</summary>
    internal bool CanSettle => _acknowledger is { IsOpen: true };

    private protected virtual object? UntypedPayload => null;

    /// <summary>
    /// Acknowledges the message: it is done with and leaves the queue (<c>basic.ack</c>, AMQP 0-9-1
    /// reference 1.8.3.13).
    /// </summary>
    /// <param name="cancellationToken">Cancels before the broker is told, not after.</param>
    /// <returns>A task that completes when the answer is sent; the broker does not confirm it.</returns>
    public ValueTask AckAsync(CancellationToken cancellationToken = default) =>
        SettleOnceAsync(Settlement.Acknowledged, cancellationToken);

    /// <summary>
    /// Gives the message back to its queue: it is delivered again, at once, here or to another consumer.
    /// </summary>
    /// <param name="cancellationToken">Cancels before the broker is told, not after.</param>
    /// <returns>A task that completes when the answer is sent; the broker does not confirm it.</returns>
    /// <exception cref="InvalidOperationException">The queue is a stream, which takes nothing back.</exception>
    public ValueTask RequeueAsync(CancellationToken cancellationToken = default) =>
        StreamOffset is null
            ? SettleOnceAsync(Settlement.Requeued, cancellationToken)
            : throw new InvalidOperationException(
                $"A stream{(Received is null ? "" : $" such as '{Received.Queue}'")} takes nothing back. Acknowledge or reject the delivery to go on behind "
                    + "it, or throw to have its handler run once more."
            );

    /// <summary>
    /// Refuses the message: it goes to the queue's dead-letter exchange where one is configured, and
    /// is dropped otherwise (<c>basic.reject</c>, AMQP 0-9-1 reference 1.8.3.14). A stream keeps it; there this is the same
    /// as <see cref="AckAsync"/>.
    /// </summary>
    /// <param name="cancellationToken">Cancels before the broker is told, not after.</param>
    /// <returns>A task that completes when the answer is sent; the broker does not confirm it.</returns>
    public ValueTask RejectAsync(CancellationToken cancellationToken = default) =>
        SettleOnceAsync(Settlement.Rejected, cancellationToken);

    /// <summary>Gives the message back; consuming a stream begins at it again.</summary>
    internal ValueTask ReturnAsync() => SettleOnceAsync(Settlement.Requeued, CancellationToken.None);

    /// <summary>Acknowledges the message, since its handler has returned; the broker is told soon.</summary>
    internal ValueTask CompleteAsync() =>
        IsFirstSettlement(Settlement.Acknowledged)
            ? _acknowledger!.AcknowledgeSoonAsync(Received!)
            : ValueTask.CompletedTask;

    // Only the first answer counts, and only that one goes to the broker.
    private ValueTask SettleOnceAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        // The token goes no further: half an answer on the wire is worse than one that came too late.
        cancellationToken.ThrowIfCancellationRequested();
        return IsFirstSettlement(settlement)
            ? _acknowledger!.SettleAsync(Received!, settlement)
            : ValueTask.CompletedTask;
    }

    // False, too, where nobody is to be told.
    private bool IsFirstSettlement(Settlement settlement) =>
        (Settlement)Interlocked.CompareExchange(ref _settlement, (int)settlement, (int)Settlement.None)
            == Settlement.None
        && _acknowledger is not null;
}
