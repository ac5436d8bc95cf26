using System.Security.Cryptography.X509Certificates;

namespace Pulse;

/// <summary>
/// How an <c>amqps</c> connection is secured. The broker's certificate is always checked against the host's
/// name.
/// </summary>
public sealed record PulseTlsOptions
{
    /// <summary>
    /// The authorities to trust instead of the system's: the broker's certificate must have been
    /// issued under one of them. <see langword="null"/> trusts those of the system; an empty
    /// collection would trust nobody, and a <see cref="PulseConnection"/> refuses it.
    /// </summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>
    /// The certificates to show to a broker that asks for one, with their private keys. Read for each attempt to connect:
    /// to exchange a certificate while the program runs, change the collection.
    /// </summary>
    public X509Certificate2Collection? ClientCertificates { get; init; }

    /// <summary>
    /// Whether to log in by certificate instead of by password (SASL <c>EXTERNAL</c>). Needs
    /// <see cref="ClientCertificates"/>. <see cref="PulseOptions.User"/> must then be the user that the
    /// broker reads from the certificate, since queues are named after it.
    /// </summary>
    public bool LogInByCertificate { get; init; }

    /// <summary>
    /// Whether to ask if the broker's certificate, or one of the authorities between it and the one that is trusted, has been
    /// revoked. By default not (<see cref="X509RevocationMode.NoCheck"/>). When it is asked and there is no answer, the
    /// certificate is refused.
    /// </summary>
    public X509RevocationMode CertificateRevocationCheckMode { get; init; } = X509RevocationMode.NoCheck;

    /// <exception cref="ArgumentException">Certificates are needed that are not there.</exception>
    internal void Check(string parameter)
    {
        if (LogInByCertificate && ClientCertificates is not { Count: > 0 })
        {
            throw new ArgumentException(
                "A login by certificate needs the certificate: set PulseOptions.Tls.ClientCertificates.",
                parameter
            );
        }

        if (CertificateAuthorities is { Count: 0 })
        {
            throw new ArgumentException(
                "PulseOptions.Tls.CertificateAuthorities is empty, so no broker would be trusted: add the authority's "
                    + "certificate (was it loaded?), or leave the property null to trust those of the system.",
                parameter
            );
        }
    }
}
