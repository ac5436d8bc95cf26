using System.Security.Cryptography.X509Certificates;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Amqp;

/// <summary>The broker's certificate is for <c>localhost</c>, issued by an authority that no system knows.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class TlsTests(RabbitMqFixture rabbitMq) : IAsyncLifetime, IDisposable
{
    private readonly X509Certificate2Collection _authority = [];
    private readonly X509Certificate2Collection _client = [];

    private string RightHost => $"amqps://localhost:{rabbitMq.Node.TlsPort}";

    private string WrongHost => $"amqps://127.0.0.1:{rabbitMq.Node.TlsPort}";

    public async Task InitializeAsync()
    {
        _authority.Add(
            X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(rabbitMq.Node.Certificates.Authority.Path))
        );
        _client.Add((await rabbitMq.Node.Certificates.CreateClientAsync("guest")).Load());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var certificate in _authority.Concat(_client))
            certificate.Dispose();
    }

    [Fact]
    public async Task The_right_host_under_a_given_authority_is_accepted()
    {
        await using var connection = Connect(
            RightHost,
            new() { CertificateAuthorities = _authority, ClientCertificates = _client }
        );
        await using var channel = await connection.OpenChannelAsync();
        Assert.True(channel.IsOpen);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused()
    {
        var error = await RefusedAsync(
            WrongHost,
            new() { CertificateAuthorities = _authority, ClientCertificates = _client }
        );
        Assert.Contains("for another host (localhost)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_an_authority_that_the_system_does_not_know_is_refused()
    {
        var error = await RefusedAsync(RightHost, new() { ClientCertificates = _client });
        Assert.Contains("not trusted by this system", error.Message, StringComparison.Ordinal);
        Assert.Contains("CertificateAuthorities", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_than_the_given_one_is_refused()
    {
        var folder = Path.Combine(rabbitMq.Node.Folder, "other-authority");
        var other = await TestCertificates.CreateAsync(folder, ["localhost"]);
        using var authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(other.Authority.Path));
        var error = await RefusedAsync(
            RightHost,
            new() { CertificateAuthorities = [authority], ClientCertificates = _client }
        );
        Assert.Contains("not issued under the given authorities", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connect_without_the_required_client_certificate_is_refused()
    {
        var error = await RefusedAsync(RightHost, new() { CertificateAuthorities = _authority });
        Assert.Contains("ClientCertificates", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_is_enough_to_log_in()
    {
        await rabbitMq.EnsureUserAsync("certified", "nobody knows");
        using var certificate = (await rabbitMq.Node.Certificates.CreateClientAsync("certified")).Load();
        await using var connection = new PulseConnection(
            new PulseOptions
            {
                User = "certified",
                Password = "wrong",
                Url = RightHost,
                Tls = new()
                {
                    CertificateAuthorities = _authority,
                    ClientCertificates = [certificate],
                    LogInByCertificate = true,
                },
            }
        );
        await using var channel = await connection.OpenChannelAsync();
        await channel.QueueDeclareAsync("queue/certified/own", durable: false, exclusive: true, autoDelete: false);
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_user_does_not_log_in()
    {
        using var certificate = (await rabbitMq.Node.Certificates.CreateClientAsync("stranger")).Load();
        await using var connection = new PulseConnection(
            new PulseOptions
            {
                User = "stranger",
                Url = RightHost,
                Tls = new()
                {
                    CertificateAuthorities = _authority,
                    ClientCertificates = [certificate],
                    LogInByCertificate = true,
                },
            }
        );
        await Assert.ThrowsAsync<AuthenticationFailedException>(async () => await connection.OpenChannelAsync());
    }

    private static PulseConnection Connect(string url, PulseTlsOptions tls) =>
        new(
            new PulseOptions
            {
                User = "guest",
                Password = "guest",
                Url = url,
                Tls = tls,
            }
        );

    private static async Task<ConnectionFailedException> RefusedAsync(string url, PulseTlsOptions tls)
    {
        await using var connection = Connect(url, tls);
        return await Assert.ThrowsAsync<ConnectionFailedException>(async () => await connection.OpenChannelAsync());
    }
}
