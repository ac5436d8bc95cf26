using System.Diagnostics.CodeAnalysis;

namespace Pulse;

/// <summary>
/// A queue that is being consumed. Its handlers run until it is paused, closed or deleted, its connection is disposed, or it
/// stops because of an error (<see cref="Completion"/>). Thread-safe, also inside its own handlers.
/// </summary>
/// <remarks>
/// After a lost connection or channel, a deleted queue, or a consumer that the broker cancelled, the queue is declared,
/// bound and consumed again; attempts go on until one succeeds. <see cref="State"/> and <see cref="StateReason"/> tell
/// how far that is, and <see cref="Reconnected"/> tells whether messages may have been missed. Messages that were
/// delivered before and not settled come again; settling the old delivery then does nothing.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue: AMQP's, not a collection.")]
public sealed class PulseQueue : IAsyncDisposable
{
    private readonly PulseConnection _connection;
    private readonly QueueOptions _options;
    private readonly MessageHandling _handling;
    private readonly ObservedState _state;
    private readonly QueueSupervisor _supervisor;
    private readonly QueueClosing _closing;
    private readonly CancellationTokenSource _handlersStopping = new();

    private PulseQueue(PulseConnection connection, QueueOptions options)
    {
        _connection = connection;
        _options = options;
        _handling = new MessageHandling(
            options.Handlers,
            options.Prefetch,
            options.KeepsRejected,
            connection.Logger,
            connection.Options.TimeProvider,
            connection.Options.MaxDecompressedSize,
            _handlersStopping.Token
        );
        _state = new ObservedState(this, connection.Events);
        _supervisor = new QueueSupervisor(
            connection.Supervisor,
            options,
            _handling,
            _state,
            connection.Options,
            connection.Logger
        );
        _supervisor.Reconnected += OnReconnected;
        _closing = new QueueClosing(this, connection, _supervisor, _handling.Scheduler, _handlersStopping, _state);
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
    /// Raised when the queue is consumed again after it was lost, or has moved to a fresh connection
    /// (<see cref="PulseOptions.RecycleInterval"/>): tells whether messages may have been missed, and why. Raised as
    /// <see cref="StateChanged"/> is.
    /// </summary>
    public event EventHandler<ReconnectedEventArgs>? Reconnected;

    /// <summary>
    /// The queue's full name at the broker, such as <c>queue/alice/taskprocessing</c>; that of an anonymous queue is
    /// another one on each connection.
    /// </summary>
    public string Name => _supervisor.QueueName;

    /// <summary>The state of the queue; a paused queue is <see cref="PulseState.Connected"/>.</summary>
    public PulseState State => _state.Current;

    /// <summary>
    /// The reason for the state: what was lost, or why the latest attempt to restore it failed;
    /// <see langword="null"/> where nothing is wrong.
    /// </summary>
    public PulseException? StateReason => _state.Reason;

    /// <summary>
    /// Whether the queue tries one message at a time, at most every second, because three different messages in a row
    /// failed with no success between them: something that the handlers need seems to be away. A success ends it.
    /// </summary>
    public bool IsSlowedDown => _handling.Slowdown.IsActive;

    /// <summary>
    /// Completes when nothing of this queue runs any more, also no handler that has outlived
    /// <see cref="PulseOptions.DrainTimeout"/>: successfully after <see cref="CloseAsync"/>,
    /// <see cref="DeleteAsync"/> or the connection's disposal, and with a <see cref="PulseException"/>, at once, when
    /// consuming stopped because too many messages in a row could not be read or match no binding. A loss of the connection
    /// or the queue does not complete it. It need not be observed.
    /// </summary>
    public Task Completion => _closing.Completion;

    /// <inheritdoc cref="HandlerScheduler.IsInside"/>
    internal bool IsInsideHandler => _handling.Scheduler.IsInside;

    /// <inheritdoc cref="QueueClosing.PausedForGood"/>
    internal Task PausedForGood => _closing.PausedForGood;

    internal static async Task<PulseQueue> StartAsync(
        PulseConnection connection,
        QueueOptions options,
        CancellationToken cancellationToken
    )
    {
        var queue = Create(connection, options);
        await queue.StartAsync(cancellationToken).ConfigureAwait(false);
        return queue;
    }

    /// <summary>A queue that is not consumed yet.</summary>
    internal static PulseQueue Create(PulseConnection connection, QueueOptions options) => new(connection, options);

    /// <summary>Starts to consume, once; when that fails, nothing of it is left.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        _connection.Add(this);
        try
        {
            await _supervisor.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await _supervisor.DisposeAsync().ConfigureAwait(false);
            _connection.Remove(this);
            throw;
        }

        _connection.Logger.Consuming(Name, _options.Handlers.Subscriptions.Count, _options.Prefetch);
        _ = DetachedTask.Run(_closing.CloseOnFailureAsync);
    }

    /// <summary>The caller's context is inside a handler until the scope ends.</summary>
    internal HandlerContext.Scope EnterHandlerContext() => _handling.Scheduler.EnterContext();

    /// <summary>
    /// Stops consuming until <see cref="ResumeAsync"/>, also across a loss of the connection: no further message starts, and
    /// the handlers that run are waited for, but not the one that calls this, nor others that wait for the same. Messages wait
    /// in the queue, also in an anonymous one. Does nothing when the queue is paused or closed already.
    /// </summary>
    /// <remarks>
    /// Messages that have arrived and not started are kept here, at most <see cref="PulseQueueBuilder.Prefetch"/> of them:
    /// resuming begins with them. A pause longer than a minute returns them to the queue, which counts as a delivery.
    /// <para>
    /// A handler that is still running after <see cref="PulseOptions.DrainTimeout"/> is logged and no longer waited
    /// for; it may finish. This also breaks a deadlock of two handlers that pause each other's queue.
    /// </para>
    /// <para>
    /// A task that a handler has started is inside it for as long as the handler runs, since nothing tells a task that the
    /// handler waits for from one that it does not. For such a task to wait for the handler, start it while
    /// <see cref="ExecutionContext.SuppressFlow"/> holds. The same is true of <see cref="CloseAsync"/> and
    /// <see cref="DeleteAsync"/>.
    /// </para>
    /// </remarks>
    /// <param name="cancellationToken">Ends the wait, not the pause.</param>
    /// <returns>A task that completes when no handler runs, or after that time.</returns>
    public async Task PauseAsync(CancellationToken cancellationToken = default)
    {
        var options = _connection.Options;
        using var deadline = new CancellationTokenSource(options.DrainTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            // Stopping halfway would leave a queue that neither consumes nor can be resumed.
            await _supervisor.PauseAsync().AbandonOn(either.Token).ConfigureAwait(false);
            await _handling.Scheduler.WhenOthersIdleAsync(either.Token).ConfigureAwait(false);
            await _supervisor.FlushAsync().AbandonOn(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_handling.Scheduler.IsBusy)
                _connection.Logger.PauseTimedOut(Name, options.DrainTimeout);
        }
    }

    /// <summary>
    /// Consumes again after <see cref="PauseAsync"/>; does nothing when not paused. Where the broker cannot be reached
    /// or refuses, consuming resumes as soon as it can (<see cref="State"/>).
    /// </summary>
    /// <param name="cancellationToken">Cancels before the broker is asked, not after.</param>
    /// <returns>A task that completes once consuming has resumed, or is being retried in the background.</returns>
    /// <exception cref="ObjectDisposedException">
    /// The queue was closed or deleted, or stopped because of an error. Call
    /// <see cref="PulseQueueBuilder.ConsumeAsync"/> again.
    /// </exception>
    public Task ResumeAsync(CancellationToken cancellationToken = default) =>
        _supervisor.ResumeAsync(cancellationToken);

    /// <summary>
    /// Removes a binding of the queue at the broker (<c>queue.unbind</c>, AMQP 0-9-1 reference 1.7.2.5), such as one that
    /// an earlier version of the application left. Does nothing when there is no such binding. A binding that this queue
    /// was described with comes back when the queue is restored.
    /// </summary>
    /// <param name="exchange">The exchange, by its name at the broker: <see cref="PulseOptions.MapExchange"/> is not applied.</param>
    /// <param name="pattern">The binding's pattern, exactly as it was bound.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when the binding is removed.</returns>
    /// <exception cref="ArgumentException">A name is empty or over 255 bytes of UTF-8.</exception>
    /// <exception cref="PulseException">The broker refuses, or cannot be reached.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public Task UnbindAsync(string exchange, string pattern, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(exchange);
        ArgumentNullException.ThrowIfNull(pattern);
        ShortString.Check(exchange, "An exchange name", nameof(exchange));
        ShortString.Check(pattern, "A routing key", nameof(pattern));
        return _supervisor.UnbindAsync(exchange, pattern, cancellationToken);
    }

    /// <summary>
    /// Asks the broker how many messages wait in the queue, and how many consumers it has (a passive <c>queue.declare</c>,
    /// AMQP 0-9-1 reference 1.7.2.1).
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The counts at that moment; messages that were delivered and are not settled are not among them.</returns>
    /// <exception cref="QueueNotFoundException">
    /// The queue does not exist: it was deleted, or is anonymous and closed.
    /// </exception>
    /// <exception cref="PulseException">The broker refuses, or cannot be reached.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public Task<QueueCount> CountAsync(CancellationToken cancellationToken = default) =>
        _supervisor.CountAsync(cancellationToken);

    /// <summary>
    /// Stops consuming for good: returns messages that have not started to the queue, waits for the handlers that run and,
    /// with <see cref="PulseQueueBuilder.ManualAcknowledge"/>, until all deliveries are settled, and closes. When that takes
    /// longer than <see cref="PulseOptions.DrainTimeout"/>, their tokens are cancelled and their messages go back to the
    /// queue. A named queue stays at the broker; an anonymous one is deleted. Inside one of the queue's own handlers this
    /// returns once no further message starts and no handler runs but those that wait for the same; the rest follows when they
    /// have returned.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the closing.</param>
    /// <returns>A task that completes when the queue is closed, also when it was closed before.</returns>
    public Task CloseAsync(CancellationToken cancellationToken = default) =>
        (IsInsideHandler ? _closing.CloseFromInsideAsync() : _closing.CloseAsync(reason: null)).WaitAsync(
            cancellationToken
        );

    /// <summary>
    /// Closes the queue as <see cref="CloseAsync"/> does and deletes it at the broker, with the messages
    /// that wait in it. Only closes it when it is gone already.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the deletion.</param>
    /// <returns>A task that completes when the queue is deleted.</returns>
    /// <exception cref="AccessRefusedException">The user may not delete the queue.</exception>
    /// <exception cref="PulseException">The broker refuses, or cannot be reached.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public Task DeleteAsync(CancellationToken cancellationToken = default) =>
        CloseAndDeleteAsync().AbandonOn(cancellationToken);

    /// <summary>
    /// Closes the queue as <see cref="CloseAsync"/> does; does nothing when it is closed or deleted, or its
    /// connection disposed.
    /// </summary>
    /// <returns>A task that completes when the queue is closed.</returns>
    public ValueTask DisposeAsync() => new(CloseAsync());

    /// <summary>The queue's full name.</summary>
    /// <returns>The <see cref="Name"/>.</returns>
    public override string ToString() => Name;

    /// <summary>Closes the queue, also for a caller inside a handler, and waits for all of it.</summary>
    internal Task CloseEntirelyAsync() => _closing.CloseAsync(reason: null);

    private async Task CloseAndDeleteAsync()
    {
        await CloseAsync(CancellationToken.None).ConfigureAwait(false);
        await _supervisor.DeleteAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private void OnReconnected(MissedMessages missed, TimeSpan outage)
    {
        var args = new ReconnectedEventArgs(this, missed, outage);
        _connection.Events.Raise(Reconnected, this, args);
        _connection.RaiseQueueReconnected(args);
    }
}
