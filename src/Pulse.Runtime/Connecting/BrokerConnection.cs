using System.Collections.Concurrent;
using System.Net.Security;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pulse;

/// <summary>
/// One connection to the broker, from a login that succeeded to its loss; never mended, only replaced.
/// </summary>
internal sealed class BrokerConnection
{
    // RabbitMQ's own limit for a message. The client's default is half of it, and a message in between
    // would end every connection that it is delivered on.
    private const uint MaxMessageBytes = 128 * 1024 * 1024;

    // A blocked or frozen broker must not hold up a shutdown.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DropTimeout = TimeSpan.FromSeconds(5);

    private readonly IConnection _connection;
    private readonly PulseOptions _options;
    private readonly IReadOnlyCollection<ITcpClient> _sockets;
    private readonly TaskCompletionSource _allTold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLeft;

    // Let go of at the end: the client holds on to a connection that fell silent for half a minute more.
    private Action<PulseException>? _onLost;
    private Action? _onBlocked;

    private BrokerConnection(
        IConnection connection,
        IReadOnlyCollection<ITcpClient> sockets,
        PulseEndpoint endpoint,
        PulseOptions options
    )
    {
        _connection = connection;
        _sockets = sockets;
        _options = options;
        Endpoint = endpoint;
        connection.ConnectionShutdownAsync += (_, _) => TellLost();
        connection.ConnectionShutdownAsync += EndTimer;
        connection.ConnectionBlockedAsync += (_, blocked) =>
            TellBlocked(BrokerErrors.Blocked(blocked.Reason, endpoint));
        connection.ConnectionUnblockedAsync += (_, _) => TellBlocked(null);
    }

    public PulseEndpoint Endpoint { get; }

    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>How long the broker has for each answer.</summary>
    public TimeSpan RequestTimeout => _options.ConnectTimeout;

    public bool IsOpen => _connection.IsOpen;

    /// <summary>Why the connection has ended, unless it has not, or we have closed it.</summary>
    public PulseException? LossReason =>
        _connection.CloseReason is { Initiator: not ShutdownInitiator.Application } reason
            ? BrokerErrors.Lost(reason, connectionIsOpen: false, Endpoint)
            : null;

    /// <summary>Why the broker reads nothing from the connection at present, if it does not.</summary>
    public PulseException? BlockedReason { get; private set; }

    /// <summary>Whether another connection has taken its place, though nothing was wrong with it.</summary>
    public bool IsLeft => _isLeft;

    /// <exception cref="PulseException">There is no connection; says why.</exception>
    public static async Task<BrokerConnection> OpenAsync(
        PulseEndpoint endpoint,
        PulseOptions options,
        CancellationToken cancellationToken
    )
    {
        var trust = new ServerTrust(options.Tls.CertificateAuthorities);
        using var deadline = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var factory = CreateFactory(endpoint, options, trust);
        var sockets = new ConcurrentBag<ITcpClient>();
        factory.SocketFactory = family =>
        {
            var socket = ConnectionFactoryBase.DefaultSocketFactory(family);
            sockets.Add(socket);
            return socket;
        };
        var connecting = factory.CreateConnectionAsync(either.Token);
        try
        {
            // The client takes seconds to give up on a peer that stays mute.
            var connection = await connecting.AbandonOn(either.Token).ConfigureAwait(false);
            // It says "connected" before the broker has accepted the virtual host; a channel tells.
            var channel = await connection
                .CreateChannelAsync(cancellationToken: CancellationToken.None)
                .AbandonOn(either.Token)
                .ConfigureAwait(false);
            await channel.DisposeAsync().AsTask().AbandonOn(either.Token).ConfigureAwait(false);
            return new BrokerConnection(connection, sockets, endpoint, options);
        }
        catch (Exception exception)
        {
            EndAttemptAsync(connecting, sockets).Forget();
            cancellationToken.ThrowIfCancellationRequested();
            throw BrokerErrors.Connecting(exception, endpoint, trust.Refusal, options.ConnectTimeout);
        }
    }

    /// <summary>
    /// Calls back when the connection is lost, at once when it is already, and perhaps twice; and whenever
    /// <see cref="BlockedReason"/> changes.
    /// </summary>
    public void Watch(Action<PulseException> onLost, Action onBlocked)
    {
        (_onLost, _onBlocked) = (onLost, onBlocked);
        // It may have been lost while nobody watched.
        if (LossReason is { } reason)
            onLost(reason);
    }

    /// <summary>Takes note that another connection takes its place.</summary>
    public void Leave() => _isLeft = true;

    /// <exception cref="PulseException">The connection is lost.</exception>
    public async Task<BrokerChannel> OpenChannelAsync(CancellationToken cancellationToken) =>
        new(await OpenRawChannelAsync(cancellationToken).ConfigureAwait(false), this);

    /// <exception cref="PulseException">The connection is lost.</exception>
    public async Task<IChannel> OpenRawChannelAsync(CancellationToken cancellationToken)
    {
        Task<IChannel>? opening = null;
        try
        {
            opening = _connection.CreateChannelAsync(cancellationToken: CancellationToken.None);
            var channel = await opening
                .AbandonAfter(RequestTimeout, TimeProvider, cancellationToken)
                .ConfigureAwait(false);
            EndTimerLast();
            return channel;
        }
        catch (Exception exception)
        {
            CloseOnceOpenAsync(opening).Forget();
            cancellationToken.ThrowIfCancellationRequested();
            throw BrokerErrors.Requesting(exception, "to open a channel", Endpoint);
        }
    }

    /// <summary>
    /// Deletes a queue that is this connection's alone, and with the connection gone already; in bounded time,
    /// without errors.
    /// </summary>
    public Task DropQueueAsync(string queue) => DropAsync(queue).EndWithinAsync(DropTimeout, TimeProvider);

    /// <summary>Closes the connection; in bounded time, without errors.</summary>
    public Task CloseAsync()
    {
        (_onLost, _onBlocked) = (null, null);
        return (IsOpen ? EndAsync(_connection) : EndLostAsync()).EndWithinAsync(CloseTimeout, TimeProvider);
    }

    private Task TellLost()
    {
        if (LossReason is { } reason)
            _onLost?.Invoke(reason);
        return Task.CompletedTask;
    }

    // When the client misses heartbeats, it ends the connection from a timer's callback, while its receive loop may end it,
    // too: whoever comes second fails, and the callback's failure, which nobody can catch, ends the process. (It happens
    // when a peer speaks or hangs up just when it is given up.) So the callback, which waits for those who listen,
    // is kept waiting for ever, and collected; the receive loop ends alone, since we close the socket.
    private Task EndTimer(object sender, ShutdownEventArgs reason)
    {
        _allTold.TrySetResult();
        return reason.Exception?.Message.StartsWith("Heartbeat missing", StringComparison.Ordinal) == true
            ? new TaskCompletionSource().Task
            : Task.CompletedTask;
    }

    // Without its socket the client ends at once; but its channels are told only while it has not ended.
    private async Task EndLostAsync()
    {
        await _allTold.Task.EndWithinAsync(AbortTimeout, TimeProvider).ConfigureAwait(false);
        Dispose(_sockets);
        await EndAsync(_connection).ConfigureAwait(false);
    }

    // Each channel listens, too, and must be told before.
    private void EndTimerLast()
    {
        lock (_sockets)
        {
            _connection.ConnectionShutdownAsync -= EndTimer;
            _connection.ConnectionShutdownAsync += EndTimer;
        }
    }

    private static void Dispose(IEnumerable<ITcpClient> sockets)
    {
        foreach (var socket in sockets)
            socket.Dispose();
    }

    private Task TellBlocked(PulseException? reason)
    {
        BlockedReason = reason;
        _onBlocked?.Invoke();
        return Task.CompletedTask;
    }

    // On a channel of its own: the queue's may have been closed by the broker.
    private async Task DropAsync(string queue)
    {
        if (!IsOpen)
            return;
        var channel = await OpenChannelAsync(CancellationToken.None).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
            await channel.DeleteQueueAsync(queue, CancellationToken.None).ConfigureAwait(false);
    }

    // Aborting waits for the client's receive loop. Disposing alone does not, and of a connection that is
    // just being lost it makes that loop fail with nobody to observe it. Left to itself it waits half a minute for
    // the last word of a peer that has fallen silent.
    private static async Task EndAsync(IConnection connection)
    {
        await connection.AbortAsync(AbortTimeout).ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task CloseOnceOpenAsync(Task<IChannel>? opening)
    {
        if (opening is not null)
            await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    private static async Task EndAttemptAsync(Task<IConnection> connecting, IEnumerable<ITcpClient> sockets)
    {
        // Told to give up on a peer that stays mute, the client leaves its socket open.
        if (!connecting.IsCompletedSuccessfully)
            Dispose(sockets);

        // Not thrown here: that would write this method into the stack trace that the caller gets.
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
            await EndAsync(connecting.Result).ConfigureAwait(false);
    }

    private static ConnectionFactory CreateFactory(PulseEndpoint endpoint, PulseOptions options, ServerTrust trust) =>
        new()
        {
            HostName = endpoint.Host,
            Port = endpoint.Port,
            VirtualHost = endpoint.VirtualHost,
            UserName = endpoint.User,
            Password = endpoint.Password,
            AuthMechanisms = options.Tls.LogInByCertificate
                ? [new ExternalMechanismFactory()]
                : ConnectionFactory.DefaultAuthMechanisms,
            ClientProvidedName = options.ClientProvidedName,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = options.Heartbeat,
            RequestedConnectionTimeout = options.ConnectTimeout,
            HandshakeContinuationTimeout = options.ConnectTimeout,
            ContinuationTimeout = options.ConnectTimeout,
            MaxInboundMessageBodySize = MaxMessageBytes,
            Ssl = new SslOption
            {
                Enabled = endpoint.IsTls,
                ServerName = endpoint.Host,
                AcceptablePolicyErrors = SslPolicyErrors.None,
                CertificateValidationCallback = trust.Accept,
                Certs = options.Tls.ClientCertificates,
            },
        };
}
