using System.Net;

namespace Pulse.RabbitMq.Tests;

public sealed class RabbitMqNodeTests(RunningNode running) : IClassFixture<RunningNode>
{
    private readonly RabbitMqNode _node = running.Node;

    [Fact]
    public async Task The_TLS_port_presents_its_certificate_and_requires_one_from_the_client()
    {
        var certificate = await _node.Certificates.CreateClientAsync("alice");
        using var alice = certificate.Load();

        Assert.Equal(TlsAnswer.Broker, await TlsProbe.AskAsync(_node, "pulse.example", alice));
        Assert.Equal(TlsAnswer.Broker, await TlsProbe.AskAsync(_node, "127.0.0.1", alice));
        Assert.Equal(TlsAnswer.OtherHost, await TlsProbe.AskAsync(_node, "localhost", alice));
        Assert.Equal(TlsAnswer.Refused, await TlsProbe.AskAsync(_node, "pulse.example", client: null));
    }

    [Fact]
    public async Task A_killed_node_comes_back_with_its_users()
    {
        await _node.AddPulseUserAsync("alice", "p@ss/w\"o $rd");

        await _node.KillAsync();
        Assert.False(await AmqpPort.AcceptsAsync(_node.Port, default));
        await _node.StartAgainAsync();

        Assert.Contains("Success", await _node.ControlAsync("authenticate_user", "alice", "p@ss/w\"o $rd"));
        const string own = "^(queue/alice/.*|exchange/alice/.*)";
        const string read = "^(queue/alice/.*|exchange/.*)";
        Assert.Contains($"/\t{own}\t{own}\t{read}", await _node.ControlAsync("list_user_permissions", "alice"));
    }

    [Fact]
    public async Task A_frozen_node_takes_connections_and_says_nothing_until_it_thaws()
    {
        await _node.FreezeAsync();
        Assert.True(await AmqpPort.AcceptsAsync(_node.Port, default));
        using var moment = new CancellationTokenSource(300);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AmqpPort.AnswersAsync(_node.Port, moment.Token));

        await _node.ThawAsync();
        Assert.True(await AmqpPort.AnswersAsync(_node.Port, default));
    }

    [Fact]
    public async Task A_frozen_node_can_be_killed()
    {
        await _node.FreezeAsync();
        await _node.KillAsync();
        Assert.False(_node.IsRunning);
        await _node.StartAgainAsync();
    }

    [Fact]
    public async Task Two_nodes_at_once_do_not_disturb_each_other()
    {
        await using var other = await RabbitMqNode.StartAsync();
        await other.AddVirtualHostAsync("only-there");

        Assert.DoesNotContain("only-there", await _node.ControlAsync("list_vhosts"));
        await other.DisposeAsync();
        Assert.True(await AmqpPort.AnswersAsync(_node.Port, default));
    }

    [Fact]
    public async Task A_node_listens_on_loopback_only_while_it_starts_and_runs_and_is_controlled()
    {
        await _node.StopAsync();

        var seen = new HashSet<IPEndPoint>();
        var startAndControl = StartAndControlAsync();
        while (!startAndControl.IsCompleted)
        {
            seen.UnionWith(NodeProcesses.ListeningAddresses([.. _node.ProcessIds, .. NodeProcesses.Of(_node.Folder)]));
            await Task.Delay(20);
        }

        await startAndControl;
        Assert.Contains(new IPEndPoint(IPAddress.Loopback, _node.Port), seen);
        Assert.Contains(new IPEndPoint(IPAddress.Loopback, _node.TlsPort), seen);
        Assert.True(seen.Count > 4, "The node's own, epmd's and rabbitmqctl's ports should have been seen too.");
        Assert.All(seen, address => Assert.True(IPAddress.IsLoopback(address.Address), $"{address}"));
    }

    [Fact]
    public async Task An_error_of_rabbitmqctl_is_in_the_exception()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _node.ControlAsync("delete_user", "bob"));

        Assert.Contains("User \"bob\" does not exist", error.Message);
    }

    private async Task StartAndControlAsync()
    {
        await _node.StartAgainAsync();
        await _node.ControlAsync("list_users");
        await _node.ControlAsync("list_users");
    }
}
