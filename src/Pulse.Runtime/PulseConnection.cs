using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Pulse;

/// <summary>
/// A connection to Pulse, or to any RabbitMQ, from which queues are consumed, and to which publishers publish. It connects
/// when the first queue is consumed; all queues share it, and each publisher has another one of its own. Thread-safe.
/// </summary>
/// <remarks>
/// When the first attempt to connect fails, the call that made it throws. A connection that is lost later is restored,
/// with all its queues, and attempts go on until one succeeds: see <see cref="State"/>. <see cref="QueueReconnected"/>
/// tells for each queue whether messages may have been missed. Attempts are at most 1 second apart in the first minute,
/// then up to 15; each wait is shortened at random.
/// </remarks>
public sealed partial class PulseConnection : IAsyncDisposable
{
    private readonly object _sync = new(); // Guards the queues and the disposal.
    private readonly HashSet<PulseQueue> _queues = [];
    private readonly HashSet<PulsePublisher> _publishers = [];
    private readonly ObservedState _state;
    private readonly StandardErrorLogger? _standardError; // Null if the application logs elsewhere.
    private Task? _disposal;

    /// <summary>
    /// Creates a connection; nothing connects yet. User and password are resolved independently: the
    /// argument, the URL, <c>PULSE_USERNAME</c> and <c>PULSE_PASSWORD</c>, then <c>guest</c>. An empty string counts as
    /// unset.
    /// </summary>
    /// <param name="user">The user to log in as; queues are named after it.</param>
    /// <param name="password">The user's password, unencoded.</param>
    /// <param name="url">
    /// Where the broker is; by default <c>PULSE_URL</c>, else production, <c>amqps://pulse.mozilla.org:5671</c>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// User or password cannot be one (a URL, for example), or the URL is not one of AMQP.
    /// </exception>
    public PulseConnection(string? user = null, string? password = null, string? url = null)
        : this(
            new PulseOptions
            {
                User = user,
                Password = password,
                Url = url,
            }
        ) { }

    /// <summary>Creates a connection; nothing connects yet.</summary>
    /// <param name="options">How to reach the broker, and the services to use.</param>
    /// <exception cref="ArgumentException">
    /// The URL is not one of AMQP, user or password cannot be one, a login by certificate has no certificate, or the
    /// certificate authorities are an empty collection. So is a login by certificate with <see cref="PulseOptions.Credentials"/>.
    /// </exception>
    public PulseConnection(PulseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check(nameof(options));
        var url = AmqpUrl.Resolve(options);
        Options = options.CompletedBy(url.Parameters);
        Endpoint = AmqpEndpoint.Resolve(options, url);
        var logger = options.LoggerFactory?.CreateLogger("Pulse");
        _standardError = logger is null ? new StandardErrorLogger(options.TimeProvider) : null;
        Logger = new UnfailingLogger(logger ?? _standardError!);
        Events = new EventQueue(Logger);
        _state = new ObservedState(this, Events);
        Supervisor = new ConnectionSupervisor(Endpoint, Options, _state, Logger);
    }

    /// <summary>
    /// Raised when <see cref="State"/> or its reason has changed: one event at a time, in order, on a thread-pool thread.
    /// Exceptions of handlers are logged.
    /// </summary>
    public event EventHandler<PulseStateChangedEventArgs>? StateChanged
    {
        add => _state.Changed += value;
        remove => _state.Changed -= value;
    }

    /// <summary>
    /// Raised when a queue of this connection is consumed again after it was lost: <see cref="PulseQueue.Reconnected"/>
    /// of all its queues in one event. Raised as <see cref="StateChanged"/> is.
    /// </summary>
    public event EventHandler<ReconnectedEventArgs>? QueueReconnected;

    /// <summary>The state of the connection. The loss of a single queue does not change it.</summary>
    public PulseState State => _state.Current;

    /// <summary>
    /// The reason for the state: why the latest attempt to connect failed, or why the broker blocks the connection;
    /// <see langword="null"/> where nothing is wrong.
    /// </summary>
    public PulseException? StateReason => _state.Reason;

    internal PulseOptions Options { get; }

    internal AmqpEndpoint Endpoint { get; }

    internal ILogger Logger { get; }

    internal EventQueue Events { get; }

    internal ConnectionSupervisor Supervisor { get; }

    /// <summary>Begins the description of a queue and its handlers; nothing connects yet.</summary>
    /// <param name="name">
    /// The queue's name after <c>queue/&lt;user&gt;/</c> (or as <see cref="PulseOptions.MapQueue"/> has it): it survives, and
    /// so do its messages, until it is deleted. Without a name it is anonymous: gone when it is closed, and with the
    /// connection.
    /// </param>
    /// <returns>A description to add handlers to and then consume.</returns>
    /// <exception cref="ArgumentException">The name is empty, or the full name is over 255 bytes of UTF-8.</exception>
    /// <exception cref="InvalidOperationException"><see cref="PulseOptions.MapQueue"/> did not return a name.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public PulseQueueBuilder Queue(string? name = null)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposal) is not null, this);
        if (name is { Length: 0 })
        {
            throw new ArgumentException(
                "A queue's name cannot be empty; leave it out for an anonymous queue.",
                nameof(name)
            );
        }

        var naming = new QueueNaming(Endpoint.User, Options.MapQueue);
        return new PulseQueueBuilder(
            this,
            name is null ? QueueOptions.Anonymous(naming) : QueueOptions.Named(name, naming)
        );
    }

    /// <summary>
    /// Begins the description of the handlers of a queue that exists at the broker; nothing connects yet. The queue is
    /// consumed as it is: neither declared nor bound, and never created.
    /// </summary>
    /// <remarks>
    /// Bindings given to <c>On</c> only say which messages a handler gets and how to read them. Whether the broker keeps a
    /// message that is rejected is not known: 20 in a row that cannot be read stop the consumer, also where the queue has a
    /// dead-letter exchange.
    /// </remarks>
    /// <param name="name">The queue's full name; neither a prefix nor <see cref="PulseOptions.MapQueue"/> is applied.</param>
    /// <returns>A description to add handlers to and then consume.</returns>
    /// <exception cref="ArgumentException">The name is empty, or over 255 bytes of UTF-8.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public PulseQueueBuilder ExistingQueue(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ShortString.Check(name, "A queue name", nameof(name));
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposal) is not null, this);
        return new PulseQueueBuilder(this, QueueOptions.Existing(name));
    }

    /// <summary>
    /// Creates a publisher with a connection of its own, as the same user; nothing connects yet. It is closed with this
    /// connection, after the queues, since handlers may publish until they have ended.
    /// </summary>
    /// <param name="options">How to publish.</param>
    /// <returns>A publisher, to be shared.</returns>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public PulsePublisher CreatePublisher(PublisherOptions? options = null)
    {
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            var publisher = new PulsePublisher(this, options ?? new PublisherOptions());
            _publishers.Add(publisher);
            return publisher;
        }
    }

    /// <summary>
    /// Opens a channel of RabbitMQ.Client on the same connection, for whatever this library does not do. The caller
    /// owns the channel and disposes it.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A new channel, without publisher confirms.</returns>
    /// <exception cref="PulseException">The connection cannot be opened.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async ValueTask<IChannel> OpenChannelAsync(CancellationToken cancellationToken = default)
    {
        var connection = await Supervisor.GetAsync(cancellationToken).ConfigureAwait(false);
        return await connection.OpenRawChannelAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes every queue as <see cref="PulseQueue.CloseAsync"/> does, all at once, then the publishers, then the connection.
    /// Called inside a handler it returns once no further message starts, and the rest follows when the
    /// handler has returned.
    /// </summary>
    /// <returns>A task that completes in bounded time: <see cref="PulseOptions.DrainTimeout"/>, the same once more where
    /// there are publishers, and a few seconds.</returns>
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
            await Task.WhenAll(queues.Select(queue => queue.IsInsideHandler ? queue.CloseAsync() : queue.PausedForGood))
                .ConfigureAwait(false);
        else
            await disposal.ConfigureAwait(false);
    }

    /// <summary>Shows user and endpoint, never the password.</summary>
    /// <returns>Such as <c>user 'alice' at amqps://pulse.mozilla.org:5671, virtual host '/'</c>.</returns>
    public override string ToString() => Endpoint.ToString();

    /// <summary>Registers the queue, to be closed when this connection is disposed.</summary>
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

    internal void Remove(PulsePublisher publisher)
    {
        lock (_sync)
            _publishers.Remove(publisher);
    }

    internal void RaiseQueueReconnected(ReconnectedEventArgs args) => Events.Raise(QueueReconnected, this, args);

    private async Task DisposeAsync(PulseQueue[] queues)
    {
        Supervisor.Stop();
        await Task.WhenAll(queues.Select(queue => queue.CloseEntirelyAsync())).ConfigureAwait(false);
        PulsePublisher[] publishers;
        lock (_sync)
            publishers = [.. _publishers];
        await Task.WhenAll(publishers.Select(publisher => publisher.DisposeAsync().AsTask())).ConfigureAwait(false);
        await Supervisor.DisposeAsync().ConfigureAwait(false);
        if (State != PulseState.Connecting)
            Logger.Disconnected(ToString());
        _state.Set(PulseState.Closed);
        _standardError?.Flush();
    }
}
