using System.Net.Security;
using RabbitMQ.Client;

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

    // Let go of at the end: the client holds on to a connection that fell silent for half a minute more.
    private Action<PulseException>? _onLost;
    private Action? _onBlocked;

    private BrokerConnection(IConnection connection, PulseEndpoint endpoint, PulseOptions options)
    {
        _connection = connection;
        _options = options;
        Endpoint = endpoint;
        connection.ConnectionShutdownAsync += (_, _) => TellLost();
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
        var connecting = CreateFactory(endpoint, options, trust).CreateConnectionAsync(either.Token);
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
            return new BrokerConnection(connection, endpoint, options);
        }
        catch (Exception exception)
        {
            EndOnceConnectedAsync(connecting).Forget();
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

    /// <exception cref="PulseException">The connection is lost.</exception>
    public async Task<BrokerChannel> OpenChannelAsync(CancellationToken cancellationToken) =>
        new(await OpenRawChannelAsync(cancellationToken).ConfigureAwait(false), this);

    /// <exception cref="PulseException">The connection is lost.</exception>
    public async Task<IChannel> OpenRawChannelAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _connection
                .CreateChannelAsync(cancellationToken: CancellationToken.None)
                .AbandonAfter(RequestTimeout, TimeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
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
        return EndAsync(_connection).EndWithinAsync(CloseTimeout, TimeProvider);
    }

    private Task TellLost()
    {
        if (LossReason is { } reason)
            _onLost?.Invoke(reason);
        return Task.CompletedTask;
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

    private static async Task EndOnceConnectedAsync(Task<IConnection> connecting)
    {
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
