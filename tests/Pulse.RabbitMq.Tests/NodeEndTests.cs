using System.Globalization;

namespace Pulse.RabbitMq.Tests;

public sealed class NodeEndTests
{
    [Fact]
    public async Task A_node_answers_and_is_gone_after_dispose()
    {
        await using var node = await RabbitMqNode.StartAsync();
        var processes = node.ProcessIds;
        Assert.True(await AmqpPort.AnswersAsync(node.Port, default));
        Assert.All(processes, id => Assert.True(NodeProcesses.IsAlive(id)));

        await node.DisposeAsync();

        Assert.All(processes, id => Assert.False(NodeProcesses.IsAlive(id)));
        await AssertGoneAsync(node.Folder, node.Port);
    }

    [Fact]
    public async Task A_node_is_gone_when_the_process_that_started_it_is_killed()
    {
        using var owner = NodeOwner.Start();
        var folder = await owner.StandardOutput.ReadLineAsync();
        var port = int.Parse((await owner.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        Assert.True(await AmqpPort.AnswersAsync(port, default));

        owner.Kill();

        // The kernel tells the guard, which takes a moment.
        await Eventually.HoldsAsync(() => !Directory.Exists(folder), "the node's folder is deleted");
        await AssertGoneAsync(folder!, port);
    }

    [Fact]
    public async Task A_failed_start_of_a_node_reports_the_end_of_its_log()
    {
        var options = new RabbitMqOptions { Configuration = ["no_such_setting = 1"] };

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RabbitMqNode.StartAsync(options));

        Assert.Contains("no_such_setting", error.Message);
    }

    private static async Task AssertGoneAsync(string folder, int port)
    {
        Assert.False(Directory.Exists(folder));
        Assert.Empty(NodeProcesses.Of(folder));
        Assert.False(await AmqpPort.AcceptsAsync(port, default));
    }
}
