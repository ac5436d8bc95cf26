namespace Pulse;

// The kind of the queue, what it keeps, and how it is consumed. QueueKindCheck refuses what does not go together.
public sealed partial class PulseQueueBuilder
{
    // Longer times are refused by policies, and by some versions of RabbitMQ.
    private const double LongestMilliseconds = uint.MaxValue;

    /// <summary>
    /// Declares a quorum queue (RabbitMQ): replicated, it survives the loss of a node. It needs a name.
    /// </summary>
    /// <param name="deliveryLimit">
    /// How often a message may come back to the queue before it is dropped, or dead-lettered (<c>x-delivery-limit</c>).
    /// By default the broker's own: none before RabbitMQ 4.0, 20 from then on, where -1 stands for none. A limit without
    /// <see cref="DeadLetter"/> is warned of in the log.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below -1.</exception>
    /// <exception cref="InvalidOperationException">The queue is an existing one, which is not declared.</exception>
    public PulseQueueBuilder Quorum(int? deliveryLimit = null)
    {
        const string call = "Quorum(...)";
        if (deliveryLimit is { } checkedLimit)
            ArgumentOutOfRangeException.ThrowIfLessThan(checkedLimit, -1, nameof(deliveryLimit));
        var type = new DescribedArgument(call, QueueArgument.Type, QueueArgument.Quorum);
        return deliveryLimit is { } limit
            ? WithArguments(type, new DescribedArgument(call, QueueArgument.DeliveryLimit, limit))
            : WithArguments(type);
    }

    /// <summary>
    /// Declares a stream (RabbitMQ): it keeps its messages after they were consumed, and every consumer reads all of it from
    /// where it chooses. It needs a name. Of an existing queue (<see cref="PulseConnection.ExistingQueue"/>), this says only
    /// where to begin.
    /// </summary>
    /// <remarks>
    /// The stream keeps no record of its consumers, so each <see cref="ConsumeAsync"/> begins at the offset. While the queue
    /// is consumed, also across lost connections, consuming goes on behind the last message that was handled. To go on after
    /// a restart of the program, keep <see cref="Delivery.StreamOffset"/> and begin with
    /// <see cref="StreamOffset.From"/> that number plus 1.
    /// </remarks>
    /// <param name="offset">Where to begin; by default with what is published from now on.</param>
    /// <returns>This builder.</returns>
    public PulseQueueBuilder Stream(StreamOffset offset = default)
    {
        var type = new DescribedArgument("Stream(...)", QueueArgument.Type, QueueArgument.Stream);
        _options = _options with { StreamStart = offset };
        return _options.IsDeclared ? WithArguments(type) : this;
    }

    /// <summary>
    /// Has the broker send messages to one consumer at a time (RabbitMQ, <c>x-single-active-consumer</c>): the others take
    /// over, one by one, when it closes, pauses or is lost. So the order of messages holds across processes, but for what was
    /// sent ahead to one that closes, pauses or is recycled: at most the <see cref="Prefetch"/>.
    /// </summary>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The queue is an existing one, which is not declared.</exception>
    public PulseQueueBuilder SingleActiveConsumer() =>
        WithArguments(new DescribedArgument("SingleActiveConsumer()", QueueArgument.SingleActiveConsumer, true));

    /// <summary>
    /// Limits how many messages wait in the queue (RabbitMQ, <c>x-max-length</c>): one more, and the oldest is dropped, or
    /// dead-lettered where there is a <see cref="DeadLetter"/>. Messages that were delivered and are not settled do not count.
    /// </summary>
    /// <param name="messages">How many; with 0 none waits.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="InvalidOperationException">The queue is an existing one, which is not declared.</exception>
    public PulseQueueBuilder MaxLength(long messages)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(messages);
        return WithArguments(new DescribedArgument("MaxLength(...)", QueueArgument.MaxLength, messages));
    }

    /// <summary>
    /// Drops a message that has waited in the queue for that long, or dead-letters it where there is a
    /// <see cref="DeadLetter"/> (RabbitMQ, <c>x-message-ttl</c>).
    /// </summary>
    /// <param name="time">
    /// 0 to 4,294,967,295 milliseconds (49 days and 17 hours), rounded up to whole ones; with 0 only those are kept that a
    /// consumer takes at once.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or longer.</exception>
    /// <exception cref="InvalidOperationException">The queue is an existing one, which is not declared.</exception>
    public PulseQueueBuilder MessageTimeToLive(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return WithArguments(
            new DescribedArgument("MessageTimeToLive(...)", QueueArgument.MessageTimeToLive, Milliseconds(time))
        );
    }

    /// <summary>
    /// Has the broker delete the queue, with the messages in it, when nobody has consumed it for that long (RabbitMQ,
    /// <c>x-expires</c>). A paused queue is not consumed.
    /// </summary>
    /// <param name="time">Up to 4,294,967,295 milliseconds (49 days and 17 hours), rounded up to whole ones.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is not over 0, or longer.</exception>
    /// <exception cref="InvalidOperationException">The queue is an existing one, which is not declared.</exception>
    public PulseQueueBuilder Expires(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return WithArguments(new DescribedArgument("Expires(...)", QueueArgument.Expires, Milliseconds(time)));
    }

    /// <summary>
    /// Keeps what the queue rejects or drops: declares the exchange <c>exchange/&lt;user&gt;/&lt;name&gt;</c> (topic,
    /// durable) and the queue <c>queue/&lt;user&gt;/&lt;name&gt;</c> (durable; a quorum queue if this one is), bound to all of its
    /// keys, and has RabbitMQ send dead letters there (<c>x-dead-letter-exchange</c>). Several queues may share them.
    /// </summary>
    /// <remarks>
    /// Dead letters are messages that were rejected, have waited too long (<see cref="MessageTimeToLive"/>), were too many
    /// (<see cref="MaxLength"/>) or came back too often (<see cref="Quorum"/>). Consume them with
    /// <see cref="PulseConnection.ExistingQueue"/> and the same <c>On</c>s: each counts as published where it first was. A
    /// queue of dead letters that exists is used as it is.
    /// </remarks>
    /// <param name="name">
    /// The name after the prefixes; <see cref="PulseOptions.MapQueue"/> and <see cref="PulseOptions.MapExchange"/> apply.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty, or a full name is over 255 bytes of UTF-8.</exception>
    /// <exception cref="InvalidOperationException">
    /// The queue is an existing one, which is not declared; or <see cref="PulseOptions.MapQueue"/> or
    /// <see cref="PulseOptions.MapExchange"/> did not return a name.
    /// </exception>
    public PulseQueueBuilder DeadLetter(string name)
    {
        const string call = "DeadLetter(...)";
        ArgumentException.ThrowIfNullOrEmpty(name);
        ThrowIfExisting(call);
        var (user, mapQueue) = (_connection.Endpoint.User, _connection.Options.MapQueue);
        var exchange = $"exchange/{user}/{name}";
        ShortString.Check(exchange, "An exchange name", nameof(name));
        var dead = new DeadLetters(
            _connection.Options.ExchangeNameOf(exchange),
            new QueueNaming(user, mapQueue).FullNameOf(name)
        );
        _options = _options with { DeadLetters = dead };
        return WithArguments(new DescribedArgument(call, QueueArgument.DeadLetterExchange, dead.Exchange));
    }

    /// <summary>
    /// Has the broker prefer this consumer to those of lower priority, as long as it has room for messages (RabbitMQ's
    /// consumer priorities, <c>x-priority</c>). By default 0.
    /// </summary>
    /// <param name="priority">The priority; higher ones come first, negative ones last.</param>
    /// <returns>This builder.</returns>
    public PulseQueueBuilder ConsumerPriority(int priority) =>
        WithConsumerArgument(new DescribedArgument("ConsumerPriority(...)", QueueArgument.ConsumerPriority, priority));

    /// <summary>Consumes with an argument (<c>basic.consume</c>, AMQP 0-9-1 reference 1.8.3.3).</summary>
    /// <param name="name">The argument's name, such as <c>x-cancel-on-ha-failover</c>.</param>
    /// <param name="value">The argument's value: a string, a number or a Boolean, of the type that RabbitMQ expects.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty or that of the offset, which <see cref="Stream"/> sets, or the value is of another type.
    /// </exception>
    public PulseQueueBuilder ConsumerArgument(string name, object value)
    {
        if (name is QueueArgument.StreamOffset)
        {
            throw new ArgumentException(
                $"Say where a stream begins with Stream(StreamOffset...) instead of '{name}': the offset changes when "
                    + "consuming goes on after a lost connection.",
                nameof(name)
            );
        }

        return WithConsumerArgument(DescribedArgument.ByName(nameof(ConsumerArgument), name, value));
    }

    private PulseQueueBuilder WithConsumerArgument(DescribedArgument argument) =>
        With(_options with { DescribedForConsumer = _options.DescribedForConsumer.With(argument) });

    private PulseQueueBuilder WithArguments(params DescribedArgument[] arguments)
    {
        ThrowIfExisting(arguments[0].Call);
        return With(_options with { Described = _options.Described.With(arguments) });
    }

    private void ThrowIfExisting(string call)
    {
        if (!_options.IsDeclared)
        {
            throw new InvalidOperationException(
                $"The queue '{_options.Name}' is not declared here, so it takes no arguments. Leave out {call}, or "
                    + "describe the queue with Queue(...)."
            );
        }
    }

    private static long Milliseconds(TimeSpan time)
    {
        var milliseconds = Math.Ceiling(time.TotalMilliseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, LongestMilliseconds, nameof(time));
        return (long)milliseconds;
    }
}
