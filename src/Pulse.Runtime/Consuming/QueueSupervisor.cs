using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Keeps one queue consumed: whenever its channel is lost, or its connection retired, another channel takes its place.
/// </summary>
internal sealed partial class QueueSupervisor : Supervisor<ConsumerChannel>
{
    private readonly ConnectionSupervisor _shared;
    private readonly QueueOptions _options;
    private readonly MessageHandling _handling;
    private readonly ILogger _logger;
    private readonly QueueTopology _topology;
    private readonly StreamCheck _stream;
    private readonly QueueConnections _connections;
    private readonly CancellationTokenSource _closing = new();

    // Held while the channel changes, or consuming on it; never while a handler is waited for, since that may be the
    // one who asks. The fields that follow change under it.
    private readonly SemaphoreSlim _switching = new(1, 1);
    private readonly RetiringChannels _retiring;
    private ConsumerChannel? _channel; // None while there is none to consume on.
    private ConsumerChannel? _latest;
    private bool _isPaused;

    private QueueAbsence? _absence; // The recovery loop's own; none before the first.

    public QueueSupervisor(
        ConnectionSupervisor shared,
        QueueOptions options,
        MessageHandling handling,
        ObservedState state,
        PulseOptions connectionOptions,
        ILogger logger
    )
        : base(state, connectionOptions.TimeProvider)
    {
        _shared = shared;
        _options = options;
        _handling = handling;
        _logger = logger;
        _topology = new QueueTopology(options, new QueueAdoption(logger), new DeliveryLimit(logger));
        _stream = new StreamCheck(() => _topology.IsStream);
        _connections = new QueueConnections(shared, canMove: options.Name is not null, TimeProvider, logger);
        _retiring = new RetiringChannels(_topology, connectionOptions.DrainTimeout, logger, _closing.Token);
    }

    /// <summary>Raised when the queue is consumed again after it was lost or has moved.</summary>
    public event Action<MissedMessages, TimeSpan>? Reconnected;

    /// <inheritdoc cref="QueueTopology.QueueName"/>
    public string QueueName => _topology.QueueName;

    /// <exception cref="PulseException">Consuming cannot start.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopping);
        while (true)
        {
            var connection = await _shared.GetAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                Supervise(await OpenAsync(connection, either.Token).ConfigureAwait(false));
                OnBlockedChanged(connection);
                return;
            }
            catch (ConnectionFailedException) when (connection.IsRetired)
            {
                // Closed by ourselves: another one is open.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Only the connection can close us before there is a queue to show.
                throw new ObjectDisposedException(nameof(PulseConnection));
            }
        }
    }

    /// <summary>Stops consuming until <see cref="ResumeAsync"/>, on whatever connection.</summary>
    public async Task PauseAsync()
    {
        await _switching.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isPaused)
                return;
            _isPaused = true;
            await _retiring.PauseAsync().ConfigureAwait(false);
            if (_channel is { } channel)
                await channel.PauseAsync().ConfigureAwait(false);
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Acknowledges all that is done.</summary>
    public Task FlushAsync() => Volatile.Read(ref _latest)?.FlushAsync() ?? Task.CompletedTask;

    /// <summary>Consumes again; where that fails now, as soon as it can be done.</summary>
    /// <exception cref="ObjectDisposedException">The queue is being closed.</exception>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await _switching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(Stopping.IsCancellationRequested, typeof(PulseQueue));
            if (!_isPaused)
                return;
            _isPaused = false;
            _retiring.GoOn();
            _channel?.Resume();
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>
    /// Pauses for good, and gives back what has not started; nothing is restored any more. In bounded time: no message
    /// starts any more, whether the broker answers or not.
    /// </summary>
    public async Task StopAsync()
    {
        Stop();
        var stopping = StopStartingAsync();
        if (Volatile.Read(ref _latest) is { } known)
            await known.Connection.WaitForClosingAsync(stopping).ConfigureAwait(false);
        else
            await stopping.ConfigureAwait(false);
        if (Volatile.Read(ref _latest) is { } latest)
            await latest.Connection.WaitForClosingAsync(latest.GiveBackAsync()).ConfigureAwait(false);
    }

    /// <summary>How many deliveries their handlers have left to be settled by hand, and can be.</summary>
    public int Unsettled => IsManual ? _retiring.Unsettled + (Volatile.Read(ref _latest)?.Unsettled ?? 0) : 0;

    private bool IsManual => _options.Handlers.Acknowledgement == Acknowledgement.ByHandler;

    /// <summary>Completes when handlers have settled what is theirs to settle, as far as that is still possible.</summary>
    public Task WhenSettledByHand() =>
        IsManual
            ? Task.WhenAll(
                _retiring.WhenAllSettled(),
                Volatile.Read(ref _latest)?.WhenAllSettled() ?? Task.CompletedTask
            )
            : Task.CompletedTask;

    /// <summary>After <see cref="StopAsync"/>: closes the channel, and deletes an anonymous queue.</summary>
    public override async ValueTask DisposeAsync()
    {
        _closing.CancelAsync().Forget();
        // First: the recovery loop may wait for an answer on it.
        await CloseLatestAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _retiring.WhenClosed().ConfigureAwait(false);
        await CloseLatestAsync().ConfigureAwait(false);
        await _topology.DeleteExclusiveAsync().ConfigureAwait(false);
        await _connections.DisposeAsync().ConfigureAwait(false);
    }

    protected override Task<PulseException?> EndOf(ConsumerChannel open) =>
        Task.WhenAny(open.Ended, _retiring.Failed).Unwrap();

    protected override async Task OnEndedAsync(ConsumerChannel ended, PulseException? reason)
    {
        _absence = new QueueAbsence(_topology.Accepted, ended.Connection, ended.IsCancelled);
        if (ended.IsCancelled)
            _stream.Forget();
        await _switching.WaitAsync(Stopping).ConfigureAwait(false);
        try
        {
            _channel = null;
            ended.Connection.BlockedChanged -= OnBlockedChanged;
            if (reason is null)
            {
                await _retiring.AddAsync(ended).ConfigureAwait(false);
                return;
            }

            if (!_connections.OnLost(ended.Connection, reason, ended.QueueName))
                _logger.QueueLost(reason, ended.QueueName);
            ended.Discard();
        }
        finally
        {
            _switching.Release();
        }
    }

    protected override async Task<ConsumerChannel> OpenNextAsync()
    {
        try
        {
            var connection = await _connections.NextAsync(Stopping).ConfigureAwait(false);
            _absence!.OnAttempt(connection);
            var isGone = await _topology.IsGoneAsync(connection, Stopping).ConfigureAwait(false);
            _absence.OnAnswer(isGone);
            if (isGone is true)
                _stream.Forget();
            return await OpenAsync(connection, Stopping).ConfigureAwait(false);
        }
        catch (ObjectDisposedException) when (!Stopping.IsCancellationRequested)
        {
            // The connection is disposed, and is about to close us.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider, Stopping).ConfigureAwait(false);
            throw;
        }
    }

    protected override void OnStillLost(PulseException failure) => _logger.QueueNotBackYet(failure, QueueName);

    protected override void OnRestored(ConsumerChannel open, TimeSpan outage)
    {
        OnBlockedChanged(open.Connection);
        var missed = _absence!.MissedIn(_topology.Accepted, _stream.IsStream, open.Start);
        _logger.QueueBack(open.QueueName, outage, missed);
        Reconnected?.Invoke(missed, outage);
    }

    private async Task<ConsumerChannel> OpenAsync(AmqpConnection connection, CancellationToken cancellationToken)
    {
        var start = _latest?.StreamOffset is { } next ? StreamOffset.From(next) : _options.StreamStart ?? default;
        if (_absence is { WasGone: true })
            start = start.InNewStream;
        var held = _latest?.WhenNothingHeld() ?? Task.CompletedTask;
        var channel = await ConsumerChannel
            .OpenAsync(connection, _topology, _stream, _options.ConsumeFrom(start), _handling, held, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            await ConsumeAsync(channel, cancellationToken).ConfigureAwait(false);
            return channel;
        }
        catch
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ConsumeAsync(ConsumerChannel channel, CancellationToken cancellationToken)
    {
        await _switching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Where it begins is not known, and whether that matters.
            var isLostAgain =
                _latest is not null
                && !await _stream.AskAsync(channel.QueueName, channel.Connection).ConfigureAwait(false);
            _absence?.OnConsuming(isLostAgain);
            if (!_isPaused)
                await channel.ConsumeAsync(cancellationToken).ConfigureAwait(false);
            _channel = _latest = channel;
            channel.Connection.BlockedChanged += OnBlockedChanged;
        }
        finally
        {
            _switching.Release();
        }
    }

    private async Task StopStartingAsync()
    {
        await _switching.WaitAsync().ConfigureAwait(false);
        try
        {
            _isPaused = true;
            await _retiring.GiveBackAsync().ConfigureAwait(false);
            if (_channel is { } channel)
                await channel.StopAsync().ConfigureAwait(false);
        }
        finally
        {
            _switching.Release();
        }
    }

    private void OnBlockedChanged(AmqpConnection connection)
    {
        if (Current is { } channel && channel.Connection == connection)
            SetBlocked(channel, () => connection.BlockedReason);
    }

    private async Task CloseLatestAsync()
    {
        if (Volatile.Read(ref _latest) is not { } channel)
            return;
        channel.Connection.BlockedChanged -= OnBlockedChanged;
        await channel.DisposeAsync().ConfigureAwait(false);
    }
}
