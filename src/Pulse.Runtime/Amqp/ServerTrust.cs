using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pulse;

/// <summary>
/// Decides during one TLS handshake whether the broker's certificate is trusted, and keeps the reason when it is
/// not.
/// </summary>
internal sealed class ServerTrust(PulseTlsOptions options)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Why the certificate was refused; <see langword="null"/> while it was not.</summary>
    public CertificateRefusal? Refusal { get; private set; }

    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = Judge(certificate as X509Certificate2, chain, errors);
        return Refusal is null;
    }

    private CertificateRefusal? Judge(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return CertificateRefusal.None;
        // SslStream compares the name with the host, whichever authority signed; our authorities only change which are trusted.
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return CertificateRefusal.OtherHost(certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false));

        // What SslStream has checked already: the system's authorities, without a question about revocation.
        if (options is { CertificateAuthorities: null, CertificateRevocationCheckMode: X509RevocationMode.NoCheck })
        {
            return errors == SslPolicyErrors.None
                ? null
                : CertificateRefusal.Of(chain?.ChainStatus ?? [], isSystem: true);
        }

        using var ownChain = new X509Chain();
        if (options.CertificateAuthorities is { } authorities)
        {
            ownChain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            ownChain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        ownChain.ChainPolicy.RevocationMode = options.CertificateRevocationCheckMode;
        ownChain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        // The intermediate certificates that the broker sent along.
        if (chain is not null)
            ownChain.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return ownChain.Build(certificate)
            ? null
            : CertificateRefusal.Of(ownChain.ChainStatus, options.CertificateAuthorities is null);
    }
}
