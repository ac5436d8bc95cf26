using System.Globalization;
using System.Runtime.InteropServices;
using Pulse;
using TaskclusterSniffer;

// Shows what Taskcluster's queue announces, with two consumers at once on one connection.
// PULSE_URL, PULSE_USERNAME and PULSE_PASSWORD say where; Ctrl-C, or '--for SECONDS', ends it.

using var stop = new CancellationTokenSource();
if (args is ["--for", var seconds])
    stop.CancelAfter(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var screen = new Screen();
try
{
    await using var pulse = new PulseConnection(url: Environment.GetEnvironmentVariable("PULSE_URL"));

    // A named queue survives its consumer. A message is acknowledged once its handler has returned.
    await using var started = await pulse
        .Queue("task-sniffer")
        .On(new QueueEvents.TaskDefined(), d => screen.Show("defined", d.Payload.Status, Tags(d.Payload.Task?.Tags), d.Routes))
        .On(new QueueEvents.TaskPending(), d => screen.Show("pending", d.Payload.Status, $"run {d.Payload.RunId}", d.Routes))
        .On(new QueueEvents.TaskRunning(), d => screen.Show("running", d.Payload.Status, $"run {d.Payload.RunId} on {d.Payload.WorkerId}", d.Routes))
        .Prefetch(10)
        .ConsumeAsync(stop.Token);

    // An anonymous queue is gone with its connection. A message is acknowledged before its handler runs.
    await using var ended = await pulse
        .Queue()
        .On(QueueEvents.TaskCompleted.Route("index.#"), d => screen.Show("indexed", d.Payload.Status, $"run {d.Payload.RunId}", d.Routes))
        .On(new QueueEvents.TaskCompleted(), d => screen.Show("completed", d.Payload.Status, $"run {d.Payload.RunId}", d.Routes))
        .On(new QueueEvents.TaskFailed(), d => screen.Show("failed", d.Payload.Status, $"run {d.Payload.RunId}", d.Routes))
        .On(new QueueEvents.TaskException(), d => screen.Show("exception", d.Payload.Status, LastReason(d.Payload.Status), d.Routes))
        .AutoAcknowledge()
        .ConsumeAsync(stop.Token);

    screen.Say($"Listening as {pulse} on {started.Name} and {ended.Name}.");
    await (await Task.WhenAny(started.Completion, ended.Completion).WaitAsync(stop.Token));
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    screen.ShowSummary();
}
catch (PulseException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // What runs may finish first.
    stop.Cancel();
}

static string Tags(IReadOnlyDictionary<string, string>? tags) =>
    tags is null ? "" : string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}"));

static string LastReason(QueueEvents.TaskStatus status) =>
    status.Runs is [.., { ReasonResolved: { } reason }] ? reason.Text : "never ran";
