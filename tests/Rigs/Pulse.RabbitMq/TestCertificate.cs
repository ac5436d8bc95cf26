using System.Security.Cryptography.X509Certificates;

namespace Pulse.RabbitMq;

/// <summary>A certificate and its key, as PEM files.</summary>
/// <param name="Path">The certificate's file.</param>
/// <param name="KeyPath">The private key's file.</param>
public sealed record TestCertificate(string Path, string KeyPath)
{
    /// <summary>Reads both; the caller disposes of what is returned.</summary>
    public X509Certificate2 Load() => X509Certificate2.CreateFromPemFile(Path, KeyPath);
}
