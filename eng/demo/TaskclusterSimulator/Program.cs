using Pulse.RabbitMq;
using TaskclusterSimulator;

// The demo: starts a private RabbitMQ and the sniffer, and publishes the messages that Taskcluster's services would
// publish for a hook, a change on GitHub, and its tasks from definition to resolution. With '--follow', it repeats that
// until Ctrl-C.

var follow = args.Contains("--follow");
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true; // The sniffer, on the same terminal, receives it too and prints its summary first.
    stop.Cancel();
};

Console.WriteLine("Starting a private RabbitMQ ...");
try
{
    await using var node = await RabbitMqNode.StartAsync(ct: stop.Token);
    await using var publisher = await Publisher.ConnectAsync(node.Url);
    await using var sniffer = Sniffer.Start(node.Url);
    await sniffer.IsListeningAsync(node, stop.Token);
    do
    {
        var taskGroupId = Slug.Create();
        var hook = SimulatedHook.LiveAsync(publisher, stop.Token);
        await SimulatedChange.LiveAsync(publisher, taskGroupId, stop.Token);
        await SimulatedTask.LiveAsync(publisher, taskGroupId, stop.Token);
        await hook;
    } while (follow);

    while (await WaitingAsync(node) > 0)
        await Task.Delay(100, stop.Token);
}
catch (Exception) when (stop.IsCancellationRequested)
{
    // Ctrl-C cancelled the work in progress. It also stops rabbitmqctl, which is on the same terminal.
}

// Counts the messages that are not settled yet.
static async Task<int> WaitingAsync(RabbitMqNode node) =>
    (await node.ControlAsync("list_queues", "messages"))
        .Split('\n')
        .Sum(line => int.TryParse(line, out var count) ? count : 0);
