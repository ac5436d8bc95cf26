using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pulse.Runtime.Tests.Amqp;

/// <summary>An authority in memory: it issues certificates that need not be good, and revokes them.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly CertificateRevocationListBuilder _revoked = new();
    private readonly List<X509Certificate2> _issued = [];

    private TestAuthority(X509Certificate2 certificate)
    {
        Certificate = certificate;
    }

    /// <summary>The authority's own certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Where the certificates that it issues say that its revocation list is; without it they do not.</summary>
    public string? RevocationListUrl { get; set; }

    public static TestAuthority CreateRoot()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestAuthority(
            Request("Pulse test root", key, isAuthority: true).CreateSelfSigned(Now.AddDays(-10), Now.AddDays(2))
        );
    }

    public TestAuthority CreateIntermediate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestAuthority(Sign(Request("Pulse test intermediate", key, isAuthority: true), key, Now.AddDays(1)));
    }

    /// <summary>A server's certificate for <c>localhost</c>.</summary>
    public X509Certificate2 IssueServer(DateTimeOffset? expires = null)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        return Issue("localhost", "1.3.6.1.5.5.7.3.1", expires, names.Build());
    }

    public X509Certificate2 IssueClient(string name) => Issue(name, "1.3.6.1.5.5.7.3.2", expires: null);

    public void Revoke(X509Certificate2 certificate) => _revoked.AddEntry(certificate);

    public byte[] BuildRevocationList() =>
        _revoked.Build(Certificate, 1, Now.AddDays(1), HashAlgorithmName.SHA256, thisUpdate: Now.AddDays(-1));

    public void Dispose()
    {
        Certificate.Dispose();
        _issued.ForEach(certificate => certificate.Dispose());
    }

    private X509Certificate2 Issue(string name, string usage, DateTimeOffset? expires, params X509Extension[] more)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, isAuthority: false);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        foreach (var extension in more)
            request.CertificateExtensions.Add(extension);
        if (RevocationListUrl is { } url)
        {
            request.CertificateExtensions.Add(
                CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([url])
            );
        }

        var issued = Sign(request, key, expires ?? Now.AddDays(1));
        _issued.Add(issued);
        return issued;
    }

    private X509Certificate2 Sign(CertificateRequest request, ECDsa key, DateTimeOffset expires)
    {
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false)
        );
        using var certificate = request.Create(
            Certificate,
            Now.AddDays(-9),
            expires,
            RandomNumberGenerator.GetBytes(8).Prepend((byte)1).ToArray()
        );
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(
                isAuthority
                    ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
                    : X509KeyUsageFlags.DigitalSignature,
                critical: true
            )
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }
}
