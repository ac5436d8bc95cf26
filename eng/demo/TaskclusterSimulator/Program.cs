using System.Runtime.InteropServices;
using Pulse;
using Pulse.RabbitMq;
using TaskclusterSimulator;

// The demo: starts a private RabbitMQ and the sniffer, and publishes the messages that Taskcluster's services would
// publish for a hook, a change on GitHub, and its tasks from definition to resolution. With '--follow', it repeats that
// until Ctrl-C or SIGTERM, and others may connect to its broker.

const int AmqpPort = 5672;
var follow = args.Contains("--follow");
using var stop = new CancellationTokenSource();

// After Ctrl-C, the sniffer, on the same terminal, prints its summary first.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

Console.WriteLine("Starting a private RabbitMQ ...");
try
{
    await using var node = await RabbitMqNode.StartAsync(
        new RabbitMqOptions { PreferredPort = follow ? AmqpPort : null },
        stop.Token
    );
    await using var pulse = new PulseConnection(user: "guest", password: "guest", url: node.Url);
    await using var publisher = pulse.CreatePublisher(new PublisherOptions { DeclareAnyExchange = true });
    await publisher.DeclareExchangesAsync(
        [.. QueueEvents.Exchanges, .. HooksEvents.Exchanges, .. GithubEvents.Exchanges],
        stop.Token
    );
    await using var sniffer = Sniffer.Start(node.Url);
    await sniffer.IsListeningAsync(node, stop.Token);
    if (follow)
        Console.WriteLine($"export PULSE_URL={node.Url.Replace("://", "://guest:guest@", StringComparison.Ordinal)}");
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
    // The signal cancelled the work in progress. Ctrl-C also stops rabbitmqctl, which is on the same terminal.
}

// Counts the messages that are not settled yet.
static async Task<int> WaitingAsync(RabbitMqNode node) =>
    (await node.ControlAsync("list_queues", "messages"))
        .Split('\n')
        .Sum(line => int.TryParse(line, out var count) ? count : 0);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // What was started is ended first.
    stop.Cancel();
}
