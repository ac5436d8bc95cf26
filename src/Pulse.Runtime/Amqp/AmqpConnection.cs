using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pulse;

/// <summary>
/// One connection to the broker, from a login that succeeded until it ends. It is never repaired, only replaced.
/// </summary>
internal sealed class AmqpConnection : IAsyncDisposable
{
    // A blocked or frozen broker must not hold up a shutdown.
    private static readonly TimeSpan ClosingTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(5);

    private readonly IConnection _connection;
    private readonly PulseOptions _options;
    private readonly IReadOnlyCollection<AmqpSocket> _sockets;
    private readonly Outstanding _channels = new();
    private readonly CancellationTokenSource _over = new();
    private volatile bool _isSilent;
    private readonly TaskCompletionSource<PulseException?> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public AmqpConnection(
        IConnection connection,
        IReadOnlyCollection<AmqpSocket> sockets,
        AmqpEndpoint endpoint,
        PulseCredentials? credentials,
        PulseOptions options
    )
    {
        _connection = connection;
        _sockets = sockets;
        _options = options;
        Endpoint = endpoint;
        Credentials = credentials;
        connection.ConnectionShutdownAsync += (_, _) =>
        {
            CheckLoss();
            return Task.CompletedTask;
        };
        connection.ConnectionBlockedAsync += (_, blocked) => SetBlocked(AmqpErrors.Blocked(blocked.Reason, endpoint));
        connection.ConnectionUnblockedAsync += (_, _) => SetBlocked(null);
        CheckLoss(); // It may have been lost before we listened.
    }

    /// <summary>The broker's version; <see langword="null"/> where it does not tell one.</summary>
    public Version? ServerVersion =>
        _connection.ServerProperties?.TryGetValue("version", out var version) == true
        && version is byte[] text
        && Version.TryParse(Encoding.UTF8.GetString(text).Split('-', '+')[0], out var parsed)
            ? parsed
            : null;

    /// <summary>Raised when <see cref="BlockedReason"/> has changed.</summary>
    public event Action<AmqpConnection>? BlockedChanged;

    public AmqpEndpoint Endpoint { get; }

    /// <summary>What it was logged in with, if that was not a password.</summary>
    public PulseCredentials? Credentials { get; }

    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>
    /// Completes when nothing new should begin on this connection: with the reason when it is lost, and with
    /// <see langword="null"/> when it is retired or closed.
    /// </summary>
    public Task<PulseException?> Ended
    {
        get
        {
            CheckLoss(); // The client may know and not have told yet.
            return _ended.Task;
        }
    }

    /// <summary>Whether another connection has taken its place, though nothing was wrong with it.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Cancelled when nothing works on this connection any more: it is lost or closed.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Why the connection was lost; <see langword="null"/> while it is not.</summary>
    public PulseException? LossReason { get; private set; }

    /// <summary>Whether it was lost because the client could not read what the broker sent.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Why the broker has stopped reading from the connection; <see langword="null"/> while it reads.</summary>
    public PulseException? BlockedReason { get; private set; }

    /// <summary>Ends the connection for whatever is new; what uses it may finish.</summary>
    public void Retire()
    {
        IsRetired = true;
        _ended.TrySetResult(null);
    }

    /// <summary>How long a frame may be, in bytes; 0 means no limit.</summary>
    public uint MaxFrameSize => _connection.FrameMax;

    /// <exception cref="PulseException">The connection is lost, or the broker does not answer.</exception>
    public Task<AmqpChannel> OpenChannelAsync(CancellationToken cancellationToken) =>
        OpenChannelAsync(options: null, cancellationToken);

    /// <summary>A channel on which the broker confirms each message that is published.</summary>
    /// <exception cref="PulseException">The connection is lost, or the broker does not answer.</exception>
    public Task<AmqpChannel> OpenConfirmingChannelAsync(CancellationToken cancellationToken) =>
        OpenChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false),
            cancellationToken
        );

    private async Task<AmqpChannel> OpenChannelAsync(CreateChannelOptions? options, CancellationToken cancellationToken)
    {
        _channels.Add();
        try
        {
            return new AmqpChannel(await OpenRawChannelAsync(options, cancellationToken).ConfigureAwait(false), this);
        }
        catch
        {
            _channels.Remove();
            throw;
        }
    }

    /// <summary>A channel of the client's, which <see cref="WhenChannelsClosed"/> does not wait for.</summary>
    /// <exception cref="PulseException">The connection is lost, or the broker does not answer.</exception>
    public Task<IChannel> OpenRawChannelAsync(CancellationToken cancellationToken) =>
        OpenRawChannelAsync(options: null, cancellationToken);

    private async Task<IChannel> OpenRawChannelAsync(CreateChannelOptions? options, CancellationToken cancellationToken)
    {
        Task<IChannel>? opening = null;
        try
        {
            opening = _connection.CreateChannelAsync(options, CancellationToken.None);
            await WaitForReplyAsync(opening, cancellationToken).ConfigureAwait(false);
            return await opening.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            CloseOnceOpenAsync(opening).Forget();
            cancellationToken.ThrowIfCancellationRequested();
            throw AmqpErrors.Requesting(exception, "to open a channel", Endpoint);
        }
    }

    /// <summary>
    /// Waits for the broker's reply to a request, for at most <see cref="PulseOptions.ConnectTimeout"/> and not
    /// beyond the end of the connection. The client's bookkeeping does not survive a cancelled request, and a
    /// request that begins while the connection is being lost may never complete; so the wait is out here.
    /// </summary>
    public async Task WaitForReplyAsync(Task request, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, cancellationToken);
        try
        {
            await request.AbandonAfter(_options.ConnectTimeout, TimeProvider, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested && _connection.CloseReason is { } reason)
        {
            throw new AlreadyClosedException(reason);
        }
    }

    /// <summary>
    /// Waits until something is closed at the broker: a few seconds, and not at all when the broker has not answered in
    /// that time before.
    /// </summary>
    public async Task WaitForClosingAsync(Task closing)
    {
        await closing.WaitAtMostAsync(_isSilent ? TimeSpan.Zero : ClosingTimeout, TimeProvider).ConfigureAwait(false);
        _isSilent |= !closing.IsCompleted;
    }

    /// <summary>Tells the broker a new secret (<c>connection.update-secret</c>); a refusal ends the connection.</summary>
    /// <exception cref="PulseException">The broker refuses, or does not answer.</exception>
    public async Task UpdateSecretAsync(string secret, CancellationToken cancellationToken)
    {
        try
        {
            var updating = _connection.UpdateSecretAsync(secret, "It expires soon.", CancellationToken.None);
            await WaitForReplyAsync(updating, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw AmqpErrors.Requesting(exception, "to renew the secret", Endpoint);
        }
    }

    /// <summary>Completes when the channels of <see cref="OpenChannelAsync(CancellationToken)"/> are closed.</summary>
    public Task WhenChannelsClosed() => _channels.WhenNone();

    /// <summary>To be called once for each channel that was opened and is closed.</summary>
    public void ChannelClosed() => _channels.Remove();

    /// <summary>Closes the connection, also one that is lost; in bounded time, without errors.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult(null);
        BlockedChanged = null;
        await WaitForClosingAsync(CloseAsync()).ConfigureAwait(false);
        await _over.CancelAsync().ConfigureAwait(false);
    }

    // Aborting waits for the client's receive loop. Disposing alone does not, and of a connection that is
    // just being lost it makes that loop fail with nobody to observe it. Left to itself it waits half a minute for
    // the last word of a peer that has fallen silent.
    internal static async Task AbortAsync(IConnection connection)
    {
        await connection.AbortAsync(AbortTimeout).ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        // The client keeps the socket of a peer that fell silent for half a minute; but it needs a moment to tell
        // its channels, and does so only until it is disposed. A peer that does not read may not even be told.
        await _connection.AbortAsync(AbortTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var socket in _sockets)
            socket.Dispose();
        await AbortAsync(_connection).ConfigureAwait(false);
    }

    private void CheckLoss()
    {
        if (
            _over.IsCancellationRequested
            || _connection.CloseReason is not { Initiator: not ShutdownInitiator.Application } reason
        )
        {
            return;
        }

        IsUnreadable = AmqpErrors.IsUnreadable(reason);
        LossReason ??= AmqpErrors.LostConnection(reason, Endpoint);
        _ended.TrySetResult(LossReason);
        // Not on the client's thread: a listener closes the connection, which waits for that thread.
        _over.CancelAsync().Forget();
    }

    private Task SetBlocked(PulseException? reason)
    {
        BlockedReason = reason;
        BlockedChanged?.Invoke(this);
        return Task.CompletedTask;
    }

    private static async Task CloseOnceOpenAsync(Task<IChannel>? opening)
    {
        if (opening is not null)
            await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }
}
