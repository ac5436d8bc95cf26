using System.Diagnostics;

namespace Pulse.RabbitMq.Tests;

/// <summary>A separate process that starts a node and then waits to be killed.</summary>
internal static class NodeOwner
{
    public static async Task Main()
    {
        var node = await RabbitMqNode.StartAsync();
        Console.WriteLine(node.Folder);
        Console.WriteLine(node.Port);
        await Task.Delay(Timeout.Infinite);
    }

    public static Process Start() =>
        Process.Start(
            new ProcessStartInfo("dotnet", [typeof(NodeOwner).Assembly.Location]) { RedirectStandardOutput = true }
        )!;
}
