using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Pulse;

/// <summary>
/// A queue that is being consumed. Its handlers run one after the other until it is paused, closed or
/// deleted, its connection is disposed, or it ends by itself (<see cref="Completion"/>). Safe for
/// concurrent use, also inside its own handlers.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue: AMQP's, not a collection.")]
public sealed class PulseQueue : IAsyncDisposable
{
    private readonly PulseConnection _connection;
    private readonly BrokerChannel _channel;
    private readonly DeliveryProcessor _processor;
    private readonly Channel<ReceivedMessage> _received = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly bool _isAnonymous;
    private readonly AsyncLocal<HandlerRun?> _handlerRun = new();
    private readonly CancellationTokenSource _handlersStop = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stoppedConsuming = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Held while a message is taken and handled: who gets it knows that nothing runs.
    private readonly SemaphoreSlim _handling = new(1, 1);

    // Held while consuming is switched on or off, and while a message is taken; never while a handler
    // is waited for, since that may be the one who asks.
    private readonly SemaphoreSlim _switching = new(1, 1);

    private readonly object _sync = new();
    private BrokerConsumer? _consumer;
    private Task? _leaving;

    private PulseQueue(PulseConnection connection, BrokerChannel channel, QueueSettings settings)
    {
        _connection = connection;
        _channel = channel;
        _processor = new DeliveryProcessor(settings, channel, connection.Logger);
        _isAnonymous = settings.Declaration.Exclusive;
        Name = settings.Declaration.Name;
    }

    /// <summary>The queue's full name at the broker, such as <c>queue/alice/taskprocessing</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// Ends when nothing of this queue runs any more. It ends well after <see cref="CloseAsync"/>,
    /// <see cref="DeleteAsync"/> or the connection's disposal, and fails with a <see cref="PulseException"/>
    /// that says why when consuming ended by itself: the connection was lost, the queue was deleted, the
    /// broker cancelled the consumer, or too many messages in a row could not be read. It need not be observed.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>
    /// Whether the caller is a handler of this queue, or something that one waits for. What a handler has left
    /// running is inside no longer once the handler has returned.
    /// </summary>
    internal bool IsInsideHandler => _handlerRun.Value is { HasEnded: false };

    /// <summary>Ends, once the queue is being left, when no further message starts.</summary>
    internal Task StoppedConsuming => _stoppedConsuming.Task;

    internal static async Task<PulseQueue> StartAsync(
        PulseConnection connection,
        QueueSettings settings,
        CancellationToken cancellationToken
    )
    {
        var channel = await connection.OpenBrokerChannelAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await new QueueTopology(settings, connection.Logger)
                .DeclareAsync(channel, cancellationToken)
                .ConfigureAwait(false);
            await channel.LimitPrefetchAsync(settings.Prefetch, cancellationToken).ConfigureAwait(false);
            var queue = new PulseQueue(connection, channel, settings);
            connection.Add(queue);
            try
            {
                await queue.ConsumeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                connection.Remove(queue);
                throw;
            }

            queue.Begin();
            connection.Logger.Consuming(queue.Name, settings.Subscriptions.Count, settings.Prefetch);
            return queue;
        }
        catch
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            if (settings.Declaration.Exclusive)
                await channel.Connection.DropQueueAsync(settings.Declaration.Name).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Stops consuming until <see cref="ResumeAsync"/>: gives back what has not started and waits for the
    /// handler that runs, but for the caller's own. Messages wait in the queue, an anonymous one's too.
    /// Does nothing when paused or closed already.
    /// </summary>
    /// <remarks>
    /// A handler that still runs after <see cref="PulseOptions.DrainTimeout"/> is logged and waited for no
    /// longer; it goes on, and so do two handlers that pause each other's queue.
    /// </remarks>
    /// <param name="cancellationToken">Ends the wait, not the pause.</param>
    /// <returns>A task that ends when no handler runs, or after that time.</returns>
    public async Task PauseAsync(CancellationToken cancellationToken = default)
    {
        // Stopping halfway would leave a queue that neither consumes nor can be resumed.
        await StopConsumingAsync().AbandonOn(cancellationToken).ConfigureAwait(false);
        if (IsInsideHandler)
            return;

        var options = _connection.Options;
        using var deadline = new CancellationTokenSource(options.DrainTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _handling.WaitAsync(either.Token).ConfigureAwait(false);
            _handling.Release();
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_handling.CurrentCount == 0)
                _connection.Logger.PauseTimedOut(Name, options.DrainTimeout);
        }
    }

    /// <summary>Consumes again after <see cref="PauseAsync"/>; does nothing when not paused.</summary>
    /// <param name="cancellationToken">Cancels before the broker is asked, not after.</param>
    /// <returns>A task that ends when messages come again.</returns>
    /// <exception cref="ObjectDisposedException">
    /// The queue was closed, deleted, or ended by itself: consume anew.
    /// </exception>
    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public async Task ResumeAsync(CancellationToken cancellationToken = default)
    {
        await _switching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_leaving is not null, this);
            if (_consumer is null)
                await ConsumeAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>
    /// Stops consuming for good: gives back what has not started, waits for the handler that runs and
    /// leaves. When that takes longer than <see cref="PulseOptions.DrainTimeout"/>, its token is cancelled and its
    /// message goes back to the queue. A named queue stays at the broker; an anonymous one is deleted. Inside
    /// the queue's own handler this returns once no further message starts, and the rest follows when the
    /// handler has returned.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the closing.</param>
    /// <returns>A task that ends when the queue is left, without error also when it was before.</returns>
    public Task CloseAsync(CancellationToken cancellationToken = default)
    {
        var leaving = Leave(reason: null);
        return (IsInsideHandler ? _stoppedConsuming.Task : leaving).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Closes the queue as <see cref="CloseAsync"/> does and deletes it at the broker, with the messages
    /// that wait in it. Does nothing more when it is gone already.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the deletion.</param>
    /// <returns>A task that ends when the queue is gone.</returns>
    /// <exception cref="AccessRefusedException">The user may not delete the queue.</exception>
    /// <exception cref="PulseException">The broker refuses, or cannot be reached.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public Task DeleteAsync(CancellationToken cancellationToken = default) =>
        CloseAndDeleteAsync().AbandonOn(cancellationToken);

    /// <summary>
    /// Closes the queue as <see cref="CloseAsync"/> does; does nothing when it is closed or deleted, or its
    /// connection disposed.
    /// </summary>
    /// <returns>A task that ends when the queue is left.</returns>
    public ValueTask DisposeAsync() => new(CloseAsync());

    /// <summary>The queue's full name.</summary>
    /// <returns>The <see cref="Name"/>.</returns>
    public override string ToString() => Name;

    /// <summary>Leaves the queue, whoever asks: the connection that is disposed waits for the whole of it.</summary>
    internal Task LeaveAsync() => Leave(reason: null);

    private async Task CloseAndDeleteAsync()
    {
        await CloseAsync(CancellationToken.None).ConfigureAwait(false);
        var channel = await _connection.OpenBrokerChannelAsync(CancellationToken.None).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
            await channel.DeleteQueueAsync(Name, CancellationToken.None).ConfigureAwait(false);
    }

    private void Begin()
    {
        _channel.OnLost(reason => Leave(reason));
        // Unsafe is meant: what the starter's context carries, such as being inside another queue's handler, is
        // not the handlers'.
        ThreadPool.UnsafeQueueUserWorkItem(
            static queue => queue.HandleMessagesAsync().Forget(),
            this,
            preferLocal: false
        );
    }

    private async Task HandleMessagesAsync()
    {
        while (!_handlersStop.IsCancellationRequested && await _received.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await _handling.WaitAsync().ConfigureAwait(false);
            try
            {
                if (await TakeAsync().ConfigureAwait(false) is { } message)
                    await HandleMessageAsync(message).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _ = Leave(
                    exception as PulseException
                        ?? new PulseException($"Consuming the queue '{Name}' failed: {exception.Message}", exception)
                );
                return;
            }
            finally
            {
                _handling.Release();
            }
        }
    }

    private async Task HandleMessageAsync(ReceivedMessage message)
    {
        var run = new HandlerRun();
        _handlerRun.Value = run;
        try
        {
            await _processor.ProcessAsync(message, _handlersStop.Token).ConfigureAwait(false);
        }
        finally
        {
            run.End();
        }
    }

    // Nothing starts while consuming is being switched off: what is left then goes back.
    private async ValueTask<ReceivedMessage?> TakeAsync()
    {
        await _switching.WaitAsync().ConfigureAwait(false);
        try
        {
            return !_handlersStop.IsCancellationRequested && _received.Reader.TryRead(out var message) ? message : null;
        }
        finally
        {
            _switching.Release();
        }
    }

    private async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        // A name of our own lets the consumer be cancelled whatever became of the request.
        var consumer = new BrokerConsumer(
            $"pulse-{Guid.NewGuid():N}",
            message => _received.Writer.TryWrite(message),
            () =>
                Leave(
                    new PulseException(
                        $"The broker cancelled the consumer of the queue '{Name}' (as {_connection.Endpoint}): "
                            + "the queue was deleted, or its node stopped. "
                            + "(PulseGuardian deletes queues that grow too long.) Consume it anew."
                    )
                )
        );
        _consumer = consumer;
        try
        {
            await _channel.ConsumeAsync(Name, consumer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _consumer = null;
            throw;
        }
    }

    // Not to be cancelled, so that it is all done or not at all; the broker's time to answer bounds it.
    private async Task StopConsumingAsync()
    {
        await _switching.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_consumer is null)
                return;
            try
            {
                await _channel.CancelAsync(_consumer, CancellationToken.None).ConfigureAwait(false);
            }
            catch (PulseException)
            {
                // The channel is gone, and the consumer with it.
            }

            _consumer = null;
            while (_received.Reader.TryRead(out var message))
                await _processor.GiveBackAsync(message).ConfigureAwait(false);
        }
        finally
        {
            _switching.Release();
        }
    }

    private Task Leave(PulseException? reason)
    {
        lock (_sync)
            return _leaving ??= Task.Run(() => LeaveAsync(reason));
    }

    private async Task LeaveAsync(PulseException? reason)
    {
        var options = _connection.Options;
        using var deadline = new CancellationTokenSource(options.DrainTimeout, options.TimeProvider);
        try
        {
            await StopConsumingAsync().AbandonOn(deadline.Token).ConfigureAwait(false);
            _stoppedConsuming.TrySetResult();
            await _handling.WaitAsync(deadline.Token).ConfigureAwait(false);
            _handling.Release();
        }
        catch (OperationCanceledException)
        {
            if (_handling.CurrentCount == 0)
                _connection.Logger.DrainTimedOut(Name, options.DrainTimeout);
            _handlersStop.CancelAsync().Forget();
        }

        _stoppedConsuming.TrySetResult();
        _received.Writer.TryComplete();
        await _channel.DisposeAsync().ConfigureAwait(false);
        // It is ours alone: nobody could consume it again, and it would gather messages all the same.
        if (_isAnonymous)
            await _channel.Connection.DropQueueAsync(Name).ConfigureAwait(false);
        _connection.Remove(this);
        Complete(reason);
    }

    // Completion first: whatever logging does, who waits for the end must hear of it.
    private void Complete(PulseException? reason)
    {
        if (reason is null)
        {
            _completion.TrySetResult();
            _connection.Logger.Left(Name);
            return;
        }

        _completion.TrySetException(reason);
        // Who does not look at Completion has the log; nobody's process shall end for it.
        _ = _completion.Task.Exception;
        _connection.Logger.Ended(reason, Name);
    }

    /// <summary>One message's way through its handler.</summary>
    private sealed class HandlerRun
    {
        private volatile bool _hasEnded;

        public bool HasEnded => _hasEnded;

        public void End() => _hasEnded = true;
    }
}
