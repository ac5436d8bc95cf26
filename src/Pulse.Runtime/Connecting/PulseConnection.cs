using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Pulse;

/// <summary>
/// A connection to Pulse, or to any RabbitMQ: where queues are consumed from. It connects when the
/// first queue is consumed; all queues share it. Safe for concurrent use.
/// </summary>
/// <remarks>
/// The first attempt to connect fails at once when it does. A connection that was there and is lost is made anew, with
/// all its queues, for as long as it takes: <see cref="State"/> tells how it is doing, and
/// <see cref="Reconnected"/> of each queue that is back whether messages may have been missed. Attempts are at most 1
/// second apart in the first minute, then up to 15, by chance somewhat less.
/// </remarks>
public sealed class PulseConnection : IAsyncDisposable
{
    private readonly object _sync = new();
    private readonly HashSet<PulseQueue> _queues = [];
    private readonly ObservedState _state;
    private readonly ConnectionSupervisor _supervisor;
    private Task? _disposal;

    /// <summary>
    /// Makes a connection; nothing connects yet. User and password are looked for each on its own: the
    /// argument, else the URL, else <c>PULSE_USERNAME</c> and <c>PULSE_PASSWORD</c>, else <c>guest</c>; an
    /// empty text counts as unset.
    /// </summary>
    /// <param name="user">The user to log in as; queues are named after it.</param>
    /// <param name="password">The user's password, as it is: nothing needs to be encoded.</param>
    /// <param name="url">Where the broker is; by default production, <c>amqps://pulse.mozilla.org:5671</c>.</param>
    /// <exception cref="ArgumentException">The user is a URL, or the URL is not one of AMQP.</exception>
    public PulseConnection(string? user = null, string? password = null, string? url = null)
        : this(
            new PulseOptions
            {
                User = user,
                Password = password,
                Url = url,
            }
        ) { }

    /// <summary>Makes a connection; nothing connects yet.</summary>
    /// <param name="options">How to reach the broker, and what to work with.</param>
    /// <exception cref="ArgumentException">
    /// The URL is not one of AMQP, or a login by certificate has no certificate.
    /// </exception>
    public PulseConnection(PulseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Tls.LogInByCertificate && options.Tls.ClientCertificates is not { Count: > 0 })
        {
            throw new ArgumentException(
                "A login by certificate needs the certificate: set PulseOptions.Tls.ClientCertificates.",
                nameof(options)
            );
        }

        Options = options;
        Endpoint = PulseEndpoint.Resolve(options);
        Logger = new UnfailingLogger(options.LoggerFactory.CreateLogger("Pulse"));
        Events = new EventQueue(Logger);
        _state = new ObservedState(this, Events);
        _supervisor = new ConnectionSupervisor(Endpoint, options, _state, Logger, TellLost, TellBlocked, MoveAwayAsync);
    }

    /// <summary>
    /// Raised when <see cref="State"/> has changed, or its reason: one at a time and in their order, on a thread of the
    /// pool. What a handler throws is logged.
    /// </summary>
    public event EventHandler<PulseStateChangedEventArgs>? StateChanged
    {
        add => _state.Changed += value;
        remove => _state.Changed -= value;
    }

    /// <summary>
    /// Raised when a queue of this connection is consumed again after it was lost, with whether messages may have
    /// been missed; as <see cref="PulseQueue.Reconnected"/> of each queue. Raised as <see cref="StateChanged"/> is.
    /// </summary>
    public event EventHandler<ReconnectedEventArgs>? Reconnected;

    /// <summary>How the connection is doing; a queue that is lost alone does not change it.</summary>
    public PulseState State => _state.Current;

    /// <summary>
    /// Why the state is what it is: why the latest attempt to connect failed, or the broker blocks the connection;
    /// <see langword="null"/> where nothing is wrong.
    /// </summary>
    public PulseException? StateReason => _state.Reason;

    internal PulseOptions Options { get; }

    internal PulseEndpoint Endpoint { get; }

    internal ILogger Logger { get; }

    internal EventQueue Events { get; }

    /// <summary>Begins to describe a queue and what happens to its messages; nothing connects yet.</summary>
    /// <param name="name">
    /// The queue's name after <c>queue/&lt;user&gt;/</c>: it survives, and so do its messages, until it is
    /// deleted. Without a name it is anonymous: gone when it is closed, and with the connection.
    /// </param>
    /// <returns>A description to add handlers to and then consume.</returns>
    /// <exception cref="ArgumentException">The name is empty, or the full name is over 255 bytes of UTF-8.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public PulseQueueBuilder Queue(string? name = null)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposal) is not null, this);
        return new PulseQueueBuilder(this, name);
    }

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

    /// <summary>
    /// The way out to what this library does not do: a channel of RabbitMQ.Client on the same connection.
    /// It is yours: dispose it; and on it, what you do is between you and RabbitMQ.Client.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A new channel, without publisher confirms.</returns>
    /// <exception cref="PulseException">There is no connection to be had.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async ValueTask<IChannel> OpenChannelAsync(CancellationToken cancellationToken = default)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await connection.OpenRawChannelAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes every queue as <see cref="PulseQueue.CloseAsync"/> does, all at once, then the connection.
    /// Called inside a handler it returns once no further message starts, and the rest follows when the
    /// handler has returned.
    /// </summary>
    /// <returns>A task that ends in bounded time: <see cref="PulseOptions.DrainTimeout"/> and a few seconds.</returns>
    public async ValueTask DisposeAsync()
    {
        PulseQueue[] queues;
        Task disposal;
        lock (_sync)
        {
            queues = [.. _queues];
            disposal = _disposal ??= DetachedTask.Run(() => DisposeAsync(queues));
        }

        if (queues.Any(queue => queue.IsInsideHandler))
            await Task.WhenAll(queues.Select(queue => queue.StoppedConsuming)).ConfigureAwait(false);
        else
            await disposal.ConfigureAwait(false);
    }

    /// <summary>Shows user and endpoint, never the password.</summary>
    /// <returns>Such as <c>user 'alice' at amqps://pulse.mozilla.org:5671, virtual host '/'</c>.</returns>
    public override string ToString() => Endpoint.ToString();

    /// <exception cref="PulseException">There is no connection to be had.</exception>
    internal async Task<BrokerChannel> OpenBrokerChannelAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has the queue closed when this connection is disposed.</summary>
    internal void Add(PulseQueue queue)
    {
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            _queues.Add(queue);
        }
    }

    internal void Remove(PulseQueue queue)
    {
        lock (_sync)
            _queues.Remove(queue);
    }

    /// <inheritdoc cref="ConnectionSupervisor.GetAsync"/>
    internal Task<BrokerConnection> ConnectAsync(CancellationToken cancellationToken) =>
        _supervisor.GetAsync(cancellationToken);

    /// <inheritdoc cref="ConnectionSupervisor.NextAsync"/>
    internal Task<BrokerConnection> NextConnectionAsync(CancellationToken cancellationToken) =>
        _supervisor.NextAsync(cancellationToken);

    internal void RaiseReconnected(ReconnectedEventArgs args) => Events.Raise(Reconnected, this, args);

    private PulseQueue[] Queues()
    {
        lock (_sync)
            return [.. _queues];
    }

    // A channel hears of it, too, and usually first.
    private void TellLost(BrokerConnection connection, PulseException reason)
    {
        foreach (var queue in Queues())
            queue.OnLost(connection, reason);
    }

    private void TellBlocked(BrokerConnection connection)
    {
        foreach (var queue in Queues())
            queue.OnBlocked(connection);
    }

    private Task MoveAwayAsync(BrokerConnection old) =>
        Task.WhenAll(Queues().Select(queue => queue.MoveAwayAsync(old)));

    private async Task DisposeAsync(PulseQueue[] queues)
    {
        _supervisor.Stop();
        await Task.WhenAll(queues.Select(queue => queue.LeaveAsync())).ConfigureAwait(false);
        await _supervisor.DisposeAsync().ConfigureAwait(false);
        if (State != PulseState.Connecting)
            Logger.Disconnected(ToString());
        _state.Become(PulseState.Closed);
    }
}
