using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Amqp;

/// <summary>A URL with several hosts.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class HostsTests(RabbitMqFixture rabbitMq)
{
    [Theory]
    [InlineData("amqps://a,b:5672,c/", "amqps://a:5671,b:5672,c:5671, virtual host '/'")]
    [InlineData("amqp://u:p%2C@[::1],[fe80::1]:7/v", "amqp://[::1]:5672,[fe80::1]:7, virtual host 'v'")]
    [InlineData("amqp://a,A,a:5672", "amqp://a:5672, virtual host '/'")]
    public void The_URL_lists_the_hosts_each_with_its_port(string url, string where) =>
        Assert.EndsWith(where, new PulseConnection("u", "p", url).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("amqp://u:hunter2@a,,b")]
    [InlineData("amqp://u:hunter2@a,")]
    [InlineData("amqp://u:hunter2@a,b:x")]
    [InlineData("amqp://u:hunter2@[::1,b")]
    public void A_list_with_a_host_that_cannot_be_read_is_refused(string url)
    {
        var error = Assert.Throws<ArgumentException>(() => new PulseConnection(url: url));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hosts_are_tried_in_turn_and_after_a_loss_the_next_one_is_first()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var a = TcpProxy.To(rabbitMq.Node);
        using var b = TcpProxy.To(rabbitMq.Node);
        a.Cut();
        var connection = scene.Connect(options => options with { Url = $"{a.Url},127.0.0.1:{b.Port}" });
        var states = new Inbox<PulseState>();
        await using var queue = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        connection.StateChanged += (_, change) => states.Add(change.State);
        Assert.Equal(1, b.Accepted);
        Assert.Contains(scene.Log.All, line => IsAbout(line, "Warning 9", a.Port));
        Assert.Contains(scene.Log.All, line => IsAbout(line, "Information 1", b.Port));

        a.Mend();
        var accepted = a.Accepted;
        b.CutConnections();
        Assert.Equal([PulseState.Reconnecting, PulseState.Connected], await states.NextAsync(2));
        Assert.Equal(accepted + 1, a.Accepted);
        Assert.Equal(1, b.Accepted);
        Assert.Contains(scene.Log.All, line => IsAbout(line, "Warning 3", b.Port));
        Assert.Contains(scene.Log.All, line => IsAbout(line, "Information 1", a.Port));
    }

    [Fact]
    public async Task A_silent_host_costs_its_share_of_the_connect_timeout()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var port = ((IPEndPoint)mute.LocalEndpoint).Port;
        var connection = scene.Connect(options =>
            options with
            {
                Url = $"amqp://127.0.0.1:{port},127.0.0.1:{rabbitMq.Node.Port}",
                ConnectTimeout = TimeSpan.FromSeconds(4),
            }
        );
        await using var channel = await connection.OpenChannelAsync().AsTask().WithinPatience();
        Assert.Contains(scene.Log.All, line => line.Contains("no answer within 2 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_error_names_each_host_with_its_own_reason()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options =>
            options with
            {
                Url = $"amqp://127.0.0.1:1,127.0.0.1:{rabbitMq.Node.TlsPort},[::1]:2",
            }
        );
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(async () =>
            await connection.OpenChannelAsync()
        );
        Assert.Contains("any of the 3 hosts", error.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused (127.0.0.1:1)", error.Message, StringComparison.Ordinal);
        Assert.Contains($"at amqp://127.0.0.1:{rabbitMq.Node.TlsPort},", error.Message, StringComparison.Ordinal);
        Assert.Contains("at amqp://[::1]:2,", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_login_that_every_host_refuses_is_an_authentication_failure()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var connection = scene.Connect(options =>
            options with
            {
                Password = "wrong",
                Url = $"{proxy.Url},127.0.0.1:{rabbitMq.Node.Port}",
            }
        );
        await Assert.ThrowsAsync<AuthenticationFailedException>(async () => await connection.OpenChannelAsync());
    }

    [Fact]
    public async Task Each_host_has_its_own_certificate_check()
    {
        var pem = await File.ReadAllTextAsync(rabbitMq.Node.Certificates.Authority.Path);
        using var authority = X509Certificate2.CreateFromPem(pem);
        using var client = (await rabbitMq.Node.Certificates.CreateClientAsync("guest")).Load();
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var port = rabbitMq.Node.TlsPort;
        var connection = scene.Connect(options =>
            options with
            {
                Url = $"amqps://127.0.0.1:{port},localhost:{port}",
                Tls = new() { CertificateAuthorities = [authority], ClientCertificates = [client] },
            }
        );
        await using var channel = await connection.OpenChannelAsync();
        Assert.Contains(
            scene.Log.All,
            line =>
                line.StartsWith("Warning 9", StringComparison.Ordinal)
                && line.Contains("for another host (localhost)", StringComparison.Ordinal)
        );
        Assert.Contains(
            scene.Log.All,
            line => line.Contains($"Connected as user 'guest' at amqps://localhost:{port}", StringComparison.Ordinal)
        );
    }

    private static bool IsAbout(string line, string kind, int port) =>
        line.StartsWith(kind + " ", StringComparison.Ordinal)
        && line.Contains($"at amqp://127.0.0.1:{port},", StringComparison.Ordinal);
}
