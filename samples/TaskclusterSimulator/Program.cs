using Pulse.Broker;
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
    await using var broker = await RabbitMqNode.StartAsync(ct: stop.Token);
    await using var publisher = await Publisher.ConnectAsync(broker.Url);
    await using var sniffer = Sniffer.Start(broker.Url);
    await sniffer.IsListeningAsync(broker, stop.Token);
    do
    {
        var taskGroupId = Slug.Create();
        var hook = SimulatedHook.LiveAsync(publisher, stop.Token);
        await SimulatedChange.LiveAsync(publisher, taskGroupId, stop.Token);
        await SimulatedTask.LiveAsync(publisher, taskGroupId, stop.Token);
        await hook;
    } while (follow);

    while (await WaitingAsync(broker) > 0)
        await Task.Delay(100, stop.Token);
}
catch (Exception) when (stop.IsCancellationRequested)
{
    // Ctrl-C interrupted whatever was running. It also stops rabbitmqctl, which is on the same terminal.
}

// Counts the messages that are not settled yet.
static async Task<int> WaitingAsync(RabbitMqNode broker) =>
    (await broker.ControlAsync("list_queues", "messages"))
        .Split('\n')
        .Sum(line => int.TryParse(line, out var count) ? count : 0);
