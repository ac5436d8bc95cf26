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

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Opens a connection to the first host that lets us in. <see cref="PulseOptions.ConnectTimeout"/> is for all of
    /// them: what is left of it is shared by those that are left, so that a silent one does not use it up.
    /// </summary>
    /// <param name="endpoint">The hosts, and the user.</param>
    /// <param name="first">The host to begin with.</param>
    /// <param name="options">The options of the connection.</param>
    /// <param name="onFailed">Called for each host that failed before the one that let us in.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PulseException">The connection could not be opened; says why, for each host.</exception>
    public static async Task<AmqpConnection> OpenAsync(
        AmqpEndpoint endpoint,
        AmqpHost first,
        PulseOptions options,
        Action<PulseException, AmqpEndpoint> onFailed,
        CancellationToken cancellationToken
    )
    {
        var begun = options.TimeProvider.GetTimestamp();
        var credentials = await SecretSource.AskAsync(endpoint, options, cancellationToken).ConfigureAwait(false);
        endpoint = endpoint.With(credentials);
        var failures = new List<(PulseException Failure, AmqpHost Host)>();
        foreach (var host in endpoint.HostsFrom(first))
        {
            var left = options.ConnectTimeout - options.TimeProvider.GetElapsedTime(begun);
            var share = left / (endpoint.Hosts.Count - failures.Count);
            try
            {
                var connection = await OpenAsync(
                        endpoint.At(host),
                        credentials,
                        options,
                        share < Shortest ? Shortest : share,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                failures.ForEach(one => onFailed(one.Failure, endpoint.At(one.Host)));
                return connection;
            }
            catch (PulseException failure) when (endpoint.Hosts.Count > 1)
            {
                failures.Add((failure, host));
            }
        }

        throw AmqpErrors.ConnectingToAny([.. failures.Select(one => one.Failure)], endpoint);
    }

    private static async Task<AmqpConnection> OpenAsync(
        AmqpEndpoint endpoint,
        PulseCredentials? credentials,
        PulseOptions options,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        var trust = new ServerTrust(options.Tls);
        using var deadline = new CancellationTokenSource(timeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var factory = CreateFactory(endpoint, options, timeout, trust);
        var sockets = new ConcurrentBag<AmqpSocket>();
        factory.SocketFactory = family =>
        {
            var socket = new AmqpSocket(family);
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
            return new AmqpConnection(connection, sockets, endpoint, credentials, options);
        }
        catch (Exception exception)
        {
            DiscardAsync(connecting, sockets).Forget();
            cancellationToken.ThrowIfCancellationRequested();
            var refusals = sockets
                .Select(socket => socket.Failure)
                .OfType<string>()
                .Order(StringComparer.Ordinal)
                .ToList();
            throw AmqpErrors.Connecting(exception, endpoint, trust.Refusal, timeout, refusals);
        }
    }

    private static async Task DiscardAsync(Task<IConnection> connecting, IEnumerable<AmqpSocket> sockets)
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

    private static ConnectionFactory CreateFactory(
        AmqpEndpoint endpoint,
        PulseOptions options,
        TimeSpan timeout,
        ServerTrust trust
    ) =>
        new()
        {
            HostName = endpoint.Host.Name,
            Port = endpoint.Host.Port,
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
            RequestedConnectionTimeout = timeout,
            HandshakeContinuationTimeout = timeout,
            ContinuationTimeout = options.ConnectTimeout,
            MaxInboundMessageBodySize = MaxMessageBytes,
            Ssl = new SslOption
            {
                Enabled = endpoint.IsTls,
                ServerName = endpoint.Host.Name,
                AcceptablePolicyErrors = SslPolicyErrors.None,
                CertificateValidationCallback = trust.Accept,
                // A copy: the application may change the collection at any time.
                Certs = options.Tls.ClientCertificates is { } certificates ? [.. certificates] : null,
            },
        };
}
