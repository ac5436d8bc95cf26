using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Pulse.RabbitMq;

/// <summary>
/// A TLS port in front of a node's plain one, with whatever certificate a test gives it; it asks clients for theirs, and
/// accepts any or none.
/// </summary>
public sealed class TlsProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly object _sync = new();
    private readonly List<IDisposable> _connections = [];
    private readonly List<string?> _clients = [];
    private readonly SslServerAuthenticationOptions _options;
    private readonly int _port;

    [SuppressMessage("Security", "CA5359", Justification = "It keeps no secret; its clients decide whom they trust.")]
    private TlsProxy(int port, X509Certificate2 certificate, X509Certificate2Collection intermediates)
    {
        _port = port;
        _options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, intermediates, offline: true),
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        };
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The proxy's URL, by the host name <c>localhost</c>.</summary>
    public string Url => $"amqps://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The subject of each client's certificate, in order; null for a client that showed none.</summary>
    public IReadOnlyList<string?> Clients
    {
        get
        {
            lock (_sync)
                return [.. _clients];
        }
    }

    /// <summary>A proxy in front of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="certificate">The certificate to show, with its key.</param>
    /// <param name="intermediates">The certificates of the authorities to show with it.</param>
    public static TlsProxy To(
        RabbitMqNode node,
        X509Certificate2 certificate,
        X509Certificate2Collection? intermediates = null
    ) => new(node.Port, certificate, intermediates ?? []);

    /// <summary>Cuts every open connection; new ones are accepted.</summary>
    public void CutConnections()
    {
        lock (_sync)
        {
            _connections.ForEach(connection => connection.Dispose());
            _connections.Clear();
        }
    }

    /// <summary>Cuts every connection and accepts no more.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        CutConnections();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync().ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using var far = new TcpClient();
        await using var stream = new SslStream(near.GetStream());
        lock (_sync)
            _connections.AddRange([near, far]);
        try
        {
            await stream.AuthenticateAsServerAsync(_options).ConfigureAwait(false);
            lock (_sync)
                _clients.Add(stream.RemoteCertificate?.Subject);
            await far.ConnectAsync(IPAddress.Loopback, _port).ConfigureAwait(false);
            await Task.WhenAny(stream.CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(stream))
                .ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or SocketException
                        or ObjectDisposedException
                        or System.Security.Authentication.AuthenticationException
            )
        {
            // The client refuses the certificate, or is gone.
        }
        finally
        {
            near.Dispose();
        }
    }
}
