using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Pulse.RabbitMq.Tests;

public enum TlsAnswer
{
    /// <summary>The broker answered AMQP's greeting.</summary>
    Broker,

    /// <summary>The certificate is for another host, or of another authority.</summary>
    OtherHost,

    /// <summary>The broker closed the connection.</summary>
    Refused,
}

/// <summary>Talks to a node's TLS port, trusting only the node's authority.</summary>
internal static class TlsProbe
{
    public static async Task<TlsAnswer> AskAsync(RabbitMqNode node, string serverName, X509Certificate2? client)
    {
        using var authority = node.Certificates.Authority.Load();
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };

        using var socket = new TcpClient(node.Host, node.TlsPort);
        await using var tls = new SslStream(socket.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = serverName,
                    CertificateChainPolicy = trust,
                    ClientCertificates = client is null ? null : [client],
                }
            );
            await tls.WriteAsync("AMQP\0\0\x09\x01"u8.ToArray());
            return tls.ReadByte() == 1 ? TlsAnswer.Broker : TlsAnswer.Refused;
        }
        catch (AuthenticationException)
        {
            return TlsAnswer.OtherHost;
        }
        catch (IOException)
        {
            return TlsAnswer.Refused; // with TLS 1.3 a client learns of it only after the handshake
        }
    }
}
