using System.Security.Cryptography.X509Certificates;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Amqp;

/// <summary>Certificates that have expired, were revoked, come from an intermediate authority, or change.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class CertificateTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly TestAuthority _root = TestAuthority.CreateRoot();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task An_expired_certificate_is_refused_as_expired()
    {
        using var proxy = TlsProxy.To(rabbitMq.Node, _root.IssueServer(DateTimeOffset.UtcNow.AddDays(-1)));
        var error = await RefusedAsync(proxy);
        Assert.Contains("has expired or is not valid yet (NotTimeValid)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not issued under", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task A_certificate_of_an_intermediate_authority_is_accepted_where_the_broker_shows_that_one_too()
    {
        using var intermediate = _root.CreateIntermediate();
        using var proxy = TlsProxy.To(rabbitMq.Node, intermediate.IssueServer(), [intermediate.Certificate]);
        await using var connection = Connect(proxy);
        await using var channel = await connection.OpenChannelAsync();
        Assert.True(channel.IsOpen);
    }

    [Fact]
    public async Task A_certificate_of_an_intermediate_authority_that_is_not_shown_is_refused()
    {
        using var intermediate = _root.CreateIntermediate();
        using var proxy = TlsProxy.To(rabbitMq.Node, intermediate.IssueServer());
        var error = await RefusedAsync(proxy);
        Assert.Contains("not issued under the given authorities", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_that_is_exchanged_while_running_is_shown_at_the_next_connect()
    {
        using var proxy = TlsProxy.To(rabbitMq.Node, _root.IssueServer());
        var certificates = new X509Certificate2Collection { _root.IssueClient("old") };
        await using var connection = Connect(proxy, tls => tls with { ClientCertificates = certificates });
        await using var channel = await connection.OpenChannelAsync();
        var states = new Inbox<PulseState>();
        connection.StateChanged += (_, change) => states.Add(change.State);

        certificates.Clear();
        certificates.Add(_root.IssueClient("new"));
        proxy.CutConnections();
        Assert.Equal([PulseState.Reconnecting, PulseState.Connected], await states.NextAsync(2));
        Assert.Equal(["CN=old", "CN=new"], proxy.Clients);
    }

    [Theory]
    [InlineData(X509RevocationMode.NoCheck, false, null)]
    [InlineData(X509RevocationMode.NoCheck, true, null)]
    [InlineData(X509RevocationMode.Online, false, null)]
    [InlineData(X509RevocationMode.Online, true, "has been revoked (Revoked)")]
    public async Task A_revoked_certificate_is_refused_where_that_is_to_be_checked(
        X509RevocationMode mode,
        bool isRevoked,
        string? refusal
    )
    {
        using var lists = new RevocationListServer(_root.BuildRevocationList);
        _root.RevocationListUrl = lists.Url;
        var certificate = _root.IssueServer();
        if (isRevoked)
            _root.Revoke(certificate);
        using var proxy = TlsProxy.To(rabbitMq.Node, certificate);
        await using var connection = Connect(proxy, tls => tls with { CertificateRevocationCheckMode = mode });
        var error = await Record.ExceptionAsync(async () => await connection.OpenChannelAsync());
        if (refusal is null)
            Assert.Null(error);
        else
            Assert.Contains(refusal, Assert.IsType<ConnectionFailedException>(error).Message, StringComparison.Ordinal);
        Assert.Equal(mode == X509RevocationMode.Online, lists.IsAsked);
    }

    [Fact]
    public async Task A_certificate_is_refused_where_nobody_answers_whether_it_was_revoked()
    {
        using var proxy = TlsProxy.To(rabbitMq.Node, _root.IssueServer());
        var error = await RefusedAsync(
            proxy,
            tls => tls with { CertificateRevocationCheckMode = X509RevocationMode.Online }
        );
        Assert.Contains("nobody answered whether", error.Message, StringComparison.Ordinal);
        Assert.Contains("CertificateRevocationCheckMode", error.Message, StringComparison.Ordinal);
    }

    private PulseConnection Connect(TlsProxy proxy, Func<PulseTlsOptions, PulseTlsOptions>? change = null)
    {
        var tls = new PulseTlsOptions { CertificateAuthorities = [_root.Certificate] };
        return new PulseConnection(
            new PulseOptions
            {
                User = "guest",
                Password = "guest",
                Url = proxy.Url,
                Tls = change?.Invoke(tls) ?? tls,
                LoggerFactory = new LogLines(),
            }
        );
    }

    private async Task<ConnectionFailedException> RefusedAsync(
        TlsProxy proxy,
        Func<PulseTlsOptions, PulseTlsOptions>? change = null
    )
    {
        await using var connection = Connect(proxy, change);
        return await Assert.ThrowsAsync<ConnectionFailedException>(async () => await connection.OpenChannelAsync());
    }
}
