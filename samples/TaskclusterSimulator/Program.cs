using Pulse.Broker;
using TaskclusterSimulator;

// The demo: starts a private RabbitMQ, lets the sniffer listen, and publishes what Taskcluster's
// queue would: a few tasks from definition to end, or, with '--follow', ever more of them until Ctrl-C.

var follow = args.Contains("--follow");
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true; // The sniffer, on the same terminal, gets it too and says goodbye first.
    stop.Cancel();
};

Console.WriteLine("Starting a private RabbitMQ ...");
await using var broker = await RabbitMqNode.StartAsync(ct: stop.Token);
await using var queue = await QueueService.ConnectAsync(broker.Url);
using var sniffer = Sniffer.Start(broker.Url);
try
{
    await sniffer.IsListeningAsync(broker, stop.Token);
    do
    {
        await SimulatedTask.LiveAsync(queue, stop.Token);
    }
    while (follow);

    while (await WaitingAsync() > 0)
        await Task.Delay(100, stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
}

return await sniffer.EndAsync();

// Messages that are not yet taken and settled.
async Task<int> WaitingAsync() =>
    (await broker.ControlAsync("list_queues", "messages")).Split('\n').Sum(line => int.TryParse(line, out var count) ? count : 0);
