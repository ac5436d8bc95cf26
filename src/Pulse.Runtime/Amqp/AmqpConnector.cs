using System.Collections.Concurrent;
using System.Net.Security;
using RabbitMQ.Client;

namespace Pulse;

/// <summary>Opens connections to the broker: TCP, TLS, login and virtual host, by one deadline.</summary>
internal static class AmqpConnector
{
    // RabbitMQ's own limit for a message. The client's default is half of it, and a message in between
    // would end every connection that it is delivered on.
    private const uint MaxMessageBytes = 128 * 1024 * 1024;

    /// <exception cref="PulseException">The connection could not be opened; says why.</exception>
    public static async Task<AmqpConnection> OpenAsync(
        AmqpEndpoint endpoint,
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
            return new AmqpConnection(connection, sockets, endpoint, options);
        }
        catch (Exception exception)
        {
            DiscardAsync(connecting, sockets).Forget();
            cancellationToken.ThrowIfCancellationRequested();
            throw AmqpErrors.Connecting(exception, endpoint, trust.Refusal, options.ConnectTimeout);
        }
    }

    private static async Task DiscardAsync(Task<IConnection> connecting, IEnumerable<ITcpClient> sockets)
    {
        // A cancelled attempt leaves its socket open at a peer that stays mute.
        if (!connecting.IsCompletedSuccessfully)
        {
            foreach (var socket in sockets)
                socket.Dispose();
        }

        // Not thrown here: that would write this method into the stack trace that the caller gets.
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
            await AmqpConnection.AbortAsync(connecting.Result).ConfigureAwait(false);
    }

    private static ConnectionFactory CreateFactory(AmqpEndpoint endpoint, PulseOptions options, ServerTrust trust) =>
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
