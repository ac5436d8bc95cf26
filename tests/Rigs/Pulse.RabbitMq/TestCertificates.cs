using System.Diagnostics;
using System.Net;

namespace Pulse.RabbitMq;

/// <summary>A certificate authority for tests, and the certificates that it has signed. Made by <c>openssl</c>.</summary>
public sealed class TestCertificates
{
    private const string Extensions = """
        [req]
        distinguished_name = name
        [name]
        [authority]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, keyCertSign, cRLSign
        subjectKeyIdentifier = hash
        [signed]
        basicConstraints = critical, CA:FALSE
        keyUsage = critical, digitalSignature
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        """;

    private TestCertificates(string folder)
    {
        Folder = folder;
        Authority = In("authority");
        Server = In("server");
    }

    /// <summary>The folder that holds them all.</summary>
    public string Folder { get; }

    /// <summary>The authority's own certificate: what a client has to trust.</summary>
    public TestCertificate Authority { get; }

    /// <summary>The server's certificate.</summary>
    public TestCertificate Server { get; }

    /// <summary>Makes an authority, and a server certificate made out to some host names and IP addresses.</summary>
    public static async Task<TestCertificates> CreateAsync(
        string folder,
        IReadOnlyList<string> serverHosts,
        CancellationToken ct = default
    )
    {
        Directory.CreateDirectory(folder);
        var certificates = new TestCertificates(folder);
        await File.WriteAllTextAsync(certificates.ExtensionsPath, Extensions, ct).ConfigureAwait(false);

        await certificates
            .MakeAsync(certificates.Authority, "Pulse test authority", ["-extensions", "authority"], ct)
            .ConfigureAwait(false);

        var names = serverHosts.Select(host => IPAddress.TryParse(host, out _) ? $"IP:{host}" : $"DNS:{host}");
        await certificates
            .SignAsync(
                certificates.Server,
                serverHosts[0],
                ["-addext", "extendedKeyUsage = serverAuth", "-addext", $"subjectAltName = {string.Join(',', names)}"],
                ct
            )
            .ConfigureAwait(false);
        return certificates;
    }

    /// <summary>Makes a client's certificate with a common name, for example a RabbitMQ user's name.</summary>
    public async Task<TestCertificate> CreateClientAsync(string commonName, CancellationToken ct = default)
    {
        var client = In($"client-{commonName}");
        await SignAsync(client, commonName, ["-addext", "extendedKeyUsage = clientAuth"], ct).ConfigureAwait(false);
        return client;
    }

    private string ExtensionsPath => Path.Combine(Folder, "openssl.cnf");

    private TestCertificate In(string name) =>
        new(Path.Combine(Folder, $"{name}.pem"), Path.Combine(Folder, $"{name}.key"));

    private Task SignAsync(TestCertificate target, string commonName, string[] arguments, CancellationToken ct) =>
        MakeAsync(
            target,
            commonName,
            ["-CA", Authority.Path, "-CAkey", Authority.KeyPath, "-extensions", "signed", .. arguments],
            ct
        );

    private async Task MakeAsync(TestCertificate target, string commonName, string[] arguments, CancellationToken ct) =>
        await Command
            .RunAsync(
                new ProcessStartInfo(
                    "openssl",
                    [
                        "req",
                        "-x509",
                        "-config",
                        ExtensionsPath,
                        "-days",
                        "2",
                        "-subj",
                        $"/CN={commonName}",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-out",
                        target.Path,
                        "-keyout",
                        target.KeyPath,
                        .. arguments,
                    ]
                ),
                ct
            )
            .ConfigureAwait(false);
}
