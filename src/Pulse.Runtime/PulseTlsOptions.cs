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

    /// <summary>The certificates to show to a broker that asks for one, with their private keys.</summary>
    public X509Certificate2Collection? ClientCertificates { get; init; }

    /// <summary>
    /// Whether to log in by certificate instead of by password (SASL <c>EXTERNAL</c>). Needs
    /// <see cref="ClientCertificates"/>. <see cref="PulseOptions.User"/> must then be the user that the
    /// broker reads from the certificate, since queues are named after it.
    /// </summary>
    public bool LogInByCertificate { get; init; }
}
