using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pulse;

/// <summary>
/// Decides during one TLS handshake whether the broker's certificate is trusted, and keeps the reason when it is
/// not.
/// </summary>
internal sealed class ServerTrust(X509Certificate2Collection? authorities)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Why the certificate was refused; <see langword="null"/> while it was not.</summary>
    public string? Refusal { get; private set; }

    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = Judge(certificate as X509Certificate2, chain, errors);
        return Refusal is null;
    }

    private string? Judge(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return "the broker did not show a certificate";
        // SslStream compares the name with the host, whichever authority signed; our authorities only change which are trusted.
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            var host = certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false);
            return $"the certificate is for another host ({host})";
        }

        if (authorities is null)
        {
            return errors == SslPolicyErrors.None
                ? null
                : $"the certificate is not trusted by this system: {Problems(chain)}";
        }

        using var ownChain = new X509Chain();
        ownChain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        ownChain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        ownChain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        ownChain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        // The intermediate certificates that the broker sent along.
        if (chain is not null)
            ownChain.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return ownChain.Build(certificate)
            ? null
            : $"the certificate was not issued under the given authorities: {Problems(ownChain)}";
    }

    private static string Problems(X509Chain? chain) =>
        chain is null
            ? "no chain of certificates"
            : string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
}
