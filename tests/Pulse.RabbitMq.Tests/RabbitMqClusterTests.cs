namespace Pulse.RabbitMq.Tests;

public sealed class RabbitMqClusterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_quorum_queue_finds_a_new_leader_when_its_own_is_killed_and_the_cluster_becomes_whole_again()
    {
        using var deadline = new CancellationTokenSource(Patience);
        await using var cluster = await RabbitMqCluster.StartAsync(ct: deadline.Token);
        var declare =
            "rabbit_amqqueue:declare(rabbit_misc:r(<<\"/\">>, queue, <<\"votes\">>), true, false, "
            + "[{<<\"x-queue-type\">>, longstr, <<\"quorum\">>}], none, <<\"guest\">>)";
        await cluster.Nodes[0].ControlAsync("eval", $"{declare}, ok.");
        await cluster.BecomesWholeAsync("votes", deadline.Token);

        var leader = cluster.Nodes[1];
        await cluster.MoveLeaderAsync("votes", leader, deadline.Token);
        Assert.Same(leader, await cluster.FindLeaderAsync("votes"));

        await leader.KillAsync();
        RabbitMqNode? next;
        while ((next = await cluster.FindLeaderAsync("votes")) is null)
            await Task.Delay(50, deadline.Token);
        Assert.NotSame(leader, next);

        await leader.StartAgainAsync(deadline.Token);
        await cluster.BecomesWholeAsync("votes", deadline.Token);
        var processes = cluster.Nodes.SelectMany(node => node.ProcessIds).ToList();
        Assert.Equal(4, processes.Count); // three brokers, one port mapper
        await cluster.DisposeAsync();

        Assert.All(processes, id => Assert.False(NodeProcesses.IsAlive(id)));
        Assert.All(cluster.Nodes, node => Assert.False(Directory.Exists(node.Folder)));
    }
}
